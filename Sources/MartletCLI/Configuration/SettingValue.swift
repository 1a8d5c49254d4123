// SPDX-License-Identifier: Apache-2.0

/// What an operator wrote for a setting, before it is understood.
enum SettingValue: Hashable, Sendable {
    /// One text; numbers and durations are texts too.
    case text(String)
    /// Several texts.
    case list([String])

    /// The texts, without blanks around them; empty ones say nothing.
    var texts: [String] {
        let texts =
            switch self {
            case .text(let text): text.split(separator: ",").map(String.init)
            case .list(let texts): texts
            }
        return texts.map(\.trimmingBlanks).filter { !$0.isEmpty }
    }

    /// The one text, without blanks around it; nil if it is empty.
    var text: String? {
        let text =
            switch self {
            case .text(let text): text.trimmingBlanks
            case .list(let texts): texts.joined(separator: ",").trimmingBlanks
            }
        return text.isEmpty ? nil : text
    }
}

extension String {
    var trimmingBlanks: String {
        let start = self.drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex
        return String(start[..<end])
    }
}
