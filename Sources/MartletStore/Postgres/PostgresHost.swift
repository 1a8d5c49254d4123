// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import CPostgres

    /// One of the servers that an address names.
    struct PostgresHost: Sendable {
        private let name: String
        private let address: String
        private let port: String

        /// The one that a connection leads to.
        init(of connection: OpaquePointer) {
            func text(_ field: UnsafeMutablePointer<CChar>?) -> String { field.map { String(cString: $0) } ?? "" }
            self.name = text(PQhost(connection))
            self.address = text(PQhostaddr(connection))
            self.port = text(PQport(connection))
        }

        /// What libpq is told to find this one alone.
        var settings: [(String, String)] { [("host", self.name), ("hostaddr", self.address), ("port", self.port)] }
    }
#endif
