// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Whom a message names with an @.
///
/// A short name may contain nearly anything, and so may the text after it, so each mention lists the spellings that
/// may have been meant; whichever longest one is somebody's name counts. Code, mail addresses and links name nobody.
package struct Mentions: Hashable, Sendable {
    /// The possible spellings of each mention, the longest first; each mention once, in the order of the text.
    package private(set) var spellings: [[String]]
    /// Whether `@channel` names every member.
    package private(set) var namesChannel: Bool

    /// The word after the @ that names every member.
    package static let channelWord = "channel"

    /// Whether a short name can be nobody's, since naming them would name every member: `channel`, however it is
    /// capitalised, alone or before punctuation.
    package static func reserves(_ name: String) -> Bool {
        Self(in: "@\(name.lowercased())").namesChannel
    }

    /// Finds the mentions in a text.
    ///
    /// - Parameters:
    ///   - text: A message's body, of whatever content.
    ///   - limit: The most mentions that count; later ones name nobody.
    package init(in text: String, limit: Int = 50) {
        self.spellings = []
        self.namesChannel = false
        guard text.utf8.contains(UInt8(ascii: "@")) else { return }
        var scanner = MentionScanner(text)
        var seen: Set<[String]> = []
        while self.spellings.count < limit, let spellings = scanner.next() {
            if spellings.contains(Self.channelWord) {
                self.namesChannel = true
            } else if seen.insert(spellings).inserted {
                self.spellings.append(spellings)
            }
        }
    }

    package var isEmpty: Bool { self.spellings.isEmpty && !self.namesChannel }

    /// Every spelling, to be looked up at once.
    package var names: Set<String> { Set(self.spellings.joined()) }

    /// The people named one by one, each once, given whom the spellings belong to.
    package func users(named users: [String: UserID]) -> [UserID] {
        var found: [UserID] = []
        for spellings in self.spellings {
            guard let user = spellings.lazy.compactMap({ users[$0] }).first, !found.contains(user) else { continue }
            found.append(user)
        }
        return found
    }
}
