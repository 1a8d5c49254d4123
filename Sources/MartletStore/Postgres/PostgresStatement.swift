// SPDX-License-Identifier: Apache-2.0

#if Postgres
    /// A shared statement in PostgreSQL's words.
    ///
    /// Arguments are numbered, `user` is quoted since it is a reserved word, and the hints for SQLite's planner go:
    /// `CROSS JOIN x ON` is a join, and `INDEXED BY x` is nothing.
    struct PostgresStatement: Hashable {
        /// What PostgreSQL is sent.
        private(set) var text = ""
        /// The names of the arguments in the order of their numbers; empty if they have none.
        private(set) var names: [String] = []
        /// Every table that it names.
        private(set) var tables: Set<String> = []
        private var count = 0

        init(_ shared: String) {
            var rest = Substring(shared)
            while let next = rest.first {
                switch next {
                case "'", "\"":
                    let end = rest.dropFirst().firstIndex(of: next).map { rest.index(after: $0) } ?? rest.endIndex
                    self.text += rest[..<end]
                    rest = rest[end...]
                case "?":
                    self.count += 1
                    self.text += "$\(self.count)"
                    rest.removeFirst()
                case ":" where rest.dropFirst().first?.isLetter == true:
                    rest.removeFirst()
                    self.text += "$\(self.number(of: Self.word(&rest)))"
                case _ where Self.isWord(next):
                    self.add(Self.word(&rest), &rest)
                default:
                    self.text.append(next)
                    rest.removeFirst()
                }
            }
        }

        /// Whether it can only add rows.
        var isInsertion: Bool { self.text.hasPrefix("INSERT") }

        private mutating func add(_ word: Substring, _ rest: inout Substring) {
            if PostgresSchema.tables.contains(String(word)) { self.tables.insert(String(word)) }
            switch word {
            case "user":
                self.text += "\"user\""
            case "CROSS":
                rest.removeFirst()
            case "INDEXED":
                rest.removeFirst(" BY ".count)
                _ = Self.word(&rest)
            default:
                self.text += word
            }
        }

        private mutating func number(of name: Substring) -> Int {
            if let index = self.names.firstIndex(of: String(name)) { return index + 1 }
            self.names.append(String(name))
            return self.names.count
        }

        private static func word(_ rest: inout Substring) -> Substring {
            let word = rest.prefix(while: Self.isWord)
            rest = rest[word.endIndex...]
            return word
        }

        private static func isWord(_ character: Character) -> Bool {
            character.isLetter || character.isNumber || character == "_"
        }
    }
#endif
