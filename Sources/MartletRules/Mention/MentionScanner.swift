// SPDX-License-Identifier: Apache-2.0

/// Walks through a text from one mention to the next.
struct MentionScanner {
    /// How long a name may be, in scalars.
    private static let longest = 64
    /// After how many stretches of punctuation a name is believed to have ended.
    private static let breaks = 4

    private let text: [Unicode.Scalar]
    private let code: CodeSpans
    private var position = 0

    init(_ text: String) {
        self.text = Array(text.unicodeScalars)
        self.code = CodeSpans(in: self.text)
    }

    /// The spellings of the next mention, the longest first.
    mutating func next() -> [String]? {
        while self.position < self.text.count {
            let start = self.position
            self.position += 1
            guard self.text[start] == "@", !self.code.contains(start), self.mayBegin(at: start) else { continue }
            let name = self.text[(start + 1)...].prefix { !Self.ends($0) }
            self.position = name.endIndex
            guard !name.isEmpty, !self.continuesAsAddress(name) else { continue }
            return Self.spellings(of: name.prefix(Self.longest))
        }
        return nil
    }

    /// Whether what stands before an @ lets it begin a mention: not a mail address, a link or an escape.
    private func mayBegin(at start: Int) -> Bool {
        let before = self.text[..<start]
        guard let last = before.last else { return true }
        if last == "/" || last == "@" || last == "\\" { return false }
        let joined = before.reversed().drop(while: Self.joinsAddress)
        return joined.first.map { !Self.isWordy($0) } ?? true
    }

    /// Whether another @ makes an address of a name, as in `@bob@example.org`.
    private func continuesAsAddress(_ name: ArraySlice<Unicode.Scalar>) -> Bool {
        guard name.endIndex < self.text.count, self.text[name.endIndex] == "@" else { return false }
        return name.last.map(Self.isWordy) ?? false
    }

    /// The whole name, and what is left of it when it is cut at punctuation, with or without the first of it.
    private static func spellings(of name: ArraySlice<Unicode.Scalar>) -> [String] {
        var ends: [Int] = []
        var isInBreak = false
        var breaks = 0
        for index in name.indices {
            let isBreak = !Self.isWordy(name[index])
            if isBreak, !isInBreak {
                breaks += 1
                guard breaks <= Self.breaks else { break }
                if index > name.startIndex { ends.append(index) }
                ends.append(index + 1)
            }
            isInBreak = isBreak
        }
        if ends.last != name.endIndex { ends.append(name.endIndex) }
        return ends.reversed().map { end in
            var spelling = String.UnicodeScalarView()
            spelling.append(contentsOf: name[..<end])
            return String(spelling)
        }
    }

    private static func ends(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "@", "`", "\u{0}"..." ", "\u{7F}": true
        case "!"..."~": false
        default: scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
        }
    }

    /// Whether a mail address may have this between its letters.
    private static func joinsAddress(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case ".", "_", "+", "-", "%": true
        default: false
        }
    }

    private static func isWordy(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": true
            default: false
            }
        }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }
}
