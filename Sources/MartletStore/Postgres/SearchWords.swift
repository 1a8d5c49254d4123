// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import Foundation

    /// How text falls into words for PostgreSQL's index, just as it does in SQLite's: PostgreSQL's own parser would
    /// keep addresses and versions whole, and knows no diacritics.
    enum SearchWords {
        /// Longer words are cut: PostgreSQL indexes none beyond 2 KiB.
        private static let longest = 400

        /// The words, without regard to case and diacritics.
        static func words(of text: String) -> [String] {
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
            let words = Self.words(of: text)
            // Positions end at 16,383: what stands beyond is found, though not in phrases.
            let lexemes = words.enumerated().map { "'\($1)':\(min($0 + 1, 16_383))" }
            return lexemes.isEmpty ? nil : lexemes.joined(separator: " ")
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
