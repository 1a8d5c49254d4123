// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import CPostgres

    /// What PostgreSQL answered instead of a result.
    struct PostgresError: Error, Hashable, Sendable {
        /// Five characters that say what went wrong; empty if the connection was lost.
        var state: String
        /// The server's own words for it, without the values it concerns.
        var message: String

        init(state: String, message: String) {
            self.state = state
            self.message = message
        }

        /// What is said of text that PostgreSQL cannot keep.
        static let unkeepable = Self(state: "22021", message: "PostgreSQL keeps no text with U+0000 in it")

        /// The connection was lost, or could not be had.
        static func unreachable(_ message: String) -> Self {
            Self(state: "", message: message)
        }

        /// Reads the error of a result.
        init(_ result: OpaquePointer?) {
            func field(_ code: Character) -> String? {
                PQresultErrorField(result, CInt(code.asciiValue ?? 0)).map { String(cString: $0) }
            }
            self.init(state: field("C") ?? "", message: field("M") ?? "the connection was lost")
        }

        /// Whether the connection is of no more use, and the database may be elsewhere or come back.
        var meansLostConnection: Bool {
            switch self.state {
            // Ended or not yet begun by the server, standing still for too long, or a standby after a failover.
            case "", "57P01", "57P02", "57P03", "57P05", "25P03", "25006": true
            default: self.state.hasPrefix("08")
            }
        }

        /// Whether the store failed, rather than the statement.
        var meansStoreFailure: Bool {
            if self.meansLostConnection { return true }
            // Out of resources, stopped by a timeout or a deadlock, or a fault of the system.
            return ["53", "55", "57", "58", "40", "XX"].contains(self.state.prefix(2))
        }

        /// The reason in words for an operator: no SQL, no values.
        var operatorReason: String {
            switch self.state {
            case "": "the database cannot be reached"
            case "53100": "the database's disk is full"
            case "25006": "the database takes no writes"
            case "55P03": "another core holds the log"
            case "57014": "the database took too long"
            default: self.meansLostConnection ? "the database went away" : "PostgreSQL error \(self.state)"
            }
        }
    }
#endif
