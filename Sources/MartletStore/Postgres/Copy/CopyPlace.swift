// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import FoundationEssentials
    import GRDB
    import MartletWire

    /// A row's key, as it is written down so that a copy can go on after it.
    struct CopyPlace: Codable {
        private struct Value: Codable {
            var number: Int64?
            var text: String?
            var bytes: Data?
        }

        private var values: [Value]

        init(_ key: [DatabaseValue]) {
            self.values = key.map { value in
                switch value.storage {
                case .int64(let number): Value(number: number)
                case .string(let text): Value(text: text)
                case .blob(let bytes): Value(bytes: bytes)
                case .null, .double: preconditionFailure("no key of ours is made of such a value")
                }
            }
        }

        /// The key.
        var key: [DatabaseValue] {
            self.values.map { $0.number?.databaseValue ?? $0.text?.databaseValue ?? $0.bytes?.databaseValue ?? .null }
        }

        /// Reads what ``text`` wrote.
        init(text: String) throws {
            self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
        }

        func text() throws -> String {
            String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        }
    }
#endif
