// SPDX-License-Identifier: Apache-2.0

#if Postgres
    package import GRDB

    /// The arguments of a statement for PostgreSQL: a list, or by name.
    package struct PostgresArguments: SQLArguments, Hashable {
        let values: [DatabaseValue]
        /// The names of the values; empty for a list.
        private let names: [String]

        private init(_ values: [DatabaseValue], names: [String]) {
            self.values = values
            self.names = names
        }

        /// Takes a row's values in their order.
        init(_ values: [DatabaseValue]) {
            self.init(values, names: [])
        }

        package init(arrayLiteral elements: (any DatabaseValueConvertible)?...) {
            self.init(elements.map { $0?.databaseValue ?? .null }, names: [])
        }

        package init(dictionaryLiteral elements: (String, (any DatabaseValueConvertible)?)...) {
            self.init(elements.map { $0.1?.databaseValue ?? .null }, names: elements.map(\.0))
        }

        package static func + (first: Self, second: Self) -> Self {
            Self(first.values + second.values, names: first.names + second.names)
        }

        /// The values in the order in which a statement names them.
        func values(named names: [String]) -> [DatabaseValue] {
            guard !names.isEmpty else { return self.values }
            return names.map { name in
                guard let index = self.names.firstIndex(of: name) else {
                    preconditionFailure("a statement names an argument that it is not given")
                }
                return self.values[index]
            }
        }
    }
#endif
