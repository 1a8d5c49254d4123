// SPDX-License-Identifier: Apache-2.0

/// What a search looks for: every term must occur in a message's text, in any order.
///
/// Written as people write it: words, `"quoted phrases"` whose words stand side by side, and beginnings with a
/// star, as in `mart*` or `"the mart*"`. Nothing else has a meaning, so no text is an error. How text falls into words is the
/// same for messages and queries: runs of letters and digits, without regard to case and diacritics.
package struct SearchQuery: Hashable, Sendable {
    /// Something that must occur.
    package struct Term: Hashable, Sendable {
        /// Text with at least one letter or digit; more than one word of it must stand side by side.
        package var text: String
        /// Whether its last word may go on.
        package var isPrefix: Bool

        package init(_ text: String, isPrefix: Bool = false) {
            self.text = text
            self.isPrefix = isPrefix
        }
    }

    /// A star after fewer characters is ignored: it would stand for a good part of everything ever said.
    package static let shortestBeginning = 2

    /// What must occur; without any, nothing is found.
    package var terms: [Term] = []

    /// Reads a query as a person wrote it.
    package init(_ text: String) {
        for (index, piece) in text.split(separator: "\"", omittingEmptySubsequences: false).enumerated() {
            // Every second piece stands between quotation marks; a mark that is never closed quotes the rest.
            if index.isMultiple(of: 2) {
                for word in piece.split(whereSeparator: \.isWhitespace) { self.add(word) }
            } else {
                self.add(piece)
            }
        }
    }

    private mutating func add(_ text: Substring) {
        let stem = text.reversed().drop { $0.isWhitespace }
        let hasStar = stem.first == "*"
        let beginning = stem.drop { $0 == "*" }.prefix { $0.unicodeScalars.contains(where: Self.isWord) }
        guard text.unicodeScalars.contains(where: Self.isWord) else { return }
        let words = String(text.map { $0 == "*" ? " " : $0 })
        self.terms.append(Term(words, isPrefix: hasStar && beginning.count >= Self.shortestBeginning))
    }

    /// Whether a scalar belongs to a word, as the index sees it.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .privateUse:
            true
        default:
            false
        }
    }
}
