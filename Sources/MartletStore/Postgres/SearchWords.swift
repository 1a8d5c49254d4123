// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import Foundation

    /// How text falls into words for PostgreSQL's index, just as it does in SQLite's: PostgreSQL's own parser would
    /// keep addresses and versions whole, and knows no diacritics.
    enum SearchWords {
        /// Longer words are cut: PostgreSQL indexes none beyond 2 KiB.
        private static let longest = 400

        /// The words, without regard to case and diacritics.
        ///
        /// Most text is ASCII at most of its words, for which nothing has to be looked up.
        static func words(of text: String) -> [String] {
            var words: [String] = []
            for piece in text.utf8.split(whereSeparator: { $0 < 0x80 && !Self.isWord[Int($0)] }) {
                if piece.allSatisfy({ $0 < 0x80 }) {
                    words.append(String(decoding: piece.prefix(Self.longest).map(Self.lowercased), as: UTF8.self))
                } else {
                    words += Self.unfolded(String(Substring(piece)))
                }
            }
            return words
        }

        /// Which ASCII characters belong to words.
        private static let isWord = (0..<0x80).map { SearchQuery.isWord(Unicode.Scalar(UInt8($0))) }

        private static func lowercased(_ byte: UInt8) -> UInt8 {
            byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
        }

        /// The words of text in any script.
        private static func unfolded(_ text: String) -> [String] {
            var words: [String] = []
            var word = String.UnicodeScalarView()
            func end() {
                if !word.isEmpty { words.append(String(word.prefix(Self.longest))) }
                word = String.UnicodeScalarView()
            }
            for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
                if SearchQuery.isWord(scalar) {
                    word.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
                } else if scalar.properties.generalCategory != .nonspacingMark {
                    end()
                }
            }
            end()
            return words
        }

        /// A text as a `tsvector`; nil if it has no words.
        static func vector(of text: String) -> String? {
            var vector = ""
            for (index, word) in Self.words(of: text).enumerated() {
                // Positions end at 16,383: what stands beyond is found, though not in phrases.
                vector += "'\(word)':\(min(index + 1, 16_383)) "
            }
            return vector.isEmpty ? nil : vector
        }

        /// A query as a `tsquery`; nil if nothing can match it.
        static func expression(for query: SearchQuery) -> String? {
            let terms = query.terms.compactMap { term -> String? in
                let words = Self.words(of: term.text).map { "'\($0)'" }
                guard !words.isEmpty else { return nil }
                return "(" + words.joined(separator: " <-> ") + (term.isPrefix ? ":*)" : ")")
            }
            return terms.isEmpty ? nil : terms.joined(separator: " & ")
        }
    }
#endif
