// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import CPostgres
    import FoundationEssentials
    import Logging
    import MartletStore
    import MartletWire
    import Synchronization

    extension StoreKind {
        /// Several cores' store.
        static let postgres = StoreKind(testDescription: "PostgreSQL") { try PostgresPlace() }
        /// It, if there is a database for tests.
        static let whereAvailable: [StoreKind] = PostgresPlace.server == nil ? [] : [.postgres]
    }

    /// A schema of its own in the database for tests.
    struct PostgresPlace: StorePlace {
        /// Where the database for tests is.
        static let server = ProcessInfo.processInfo.environment["MARTLET_TEST_POSTGRES"]

        /// Says nothing.
        static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

        private let schema: String
        private let patience: Duration
        private let probeInterval: Duration
        private let adjust: @Sendable (inout PostgresConfiguration) -> Void

        init(
            patience: Duration = .seconds(30),
            probeInterval: Duration = .seconds(1),
            adjust: @escaping @Sendable (inout PostgresConfiguration) -> Void = { _ in }
        ) throws {
            self.schema = "martlet_\(UUID().uuidString.replacing("-", with: "").lowercased())"
            self.patience = patience
            self.probeInterval = probeInterval
            self.adjust = adjust
            try Self.run("CREATE SCHEMA \(self.schema)")
        }

        /// Where the schema is.
        var address: String {
            self.address(of: Self.server ?? "")
        }

        func open(
            epoch: Epoch,
            clock: @escaping @Sendable () -> Timestamp,
            committed: @escaping @Sendable ([LogEntry]) -> Void
        ) throws -> any Store {
            try self.open(epoch: epoch.rawValue, at: self.address, clock: clock, committed: committed)
        }

        /// Where the schema is, by way of another address of the same server.
        func address(of server: String) -> String {
            server + (server.contains("?") ? "&" : "?")
                + "options=-csearch_path%3D\(self.schema)&application_name=\(self.schema)"
        }

        /// Ends every connection of this place's stores, as a failover does.
        func cutOff() throws {
            try Self.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\(self.schema)'"
            )
        }

        /// Runs a statement in this place, beside any store.
        func run(_ sql: String) throws {
            try Self.run("SET search_path TO \(self.schema); \(sql)")
        }

        /// Opens the store through another address, as through a proxy.
        func open(
            epoch: String,
            at address: String,
            clock: @escaping @Sendable () -> Timestamp,
            committed: @escaping @Sendable ([LogEntry]) -> Void
        ) throws -> PostgresStore {
            var configuration = PostgresConfiguration(address: address)
            configuration.patience = self.patience
            configuration.probeInterval = self.probeInterval
            // A busy machine may let a test stand still for longer than any core or database should.
            configuration.idleInTransaction = .seconds(60)
            configuration.standstill = .seconds(60)
            configuration.answerWait = .seconds(60)
            self.adjust(&configuration)
            let terms = Mutex(0)
            return try PostgresStore(
                configuration,
                epochs: {
                    let number = terms.withLock { number in
                        defer { number += 1 }
                        return number
                    }
                    return Epoch(rawValue: number == 0 ? epoch : "\(epoch).\(number)")
                },
                clock: clock,
                logger: Self.logger,
                committed: committed
            )
        }

        func remove() {
            try? Self.run("DROP SCHEMA \(self.schema) CASCADE")
        }

        /// Runs a statement beside any store.
        private static func run(_ sql: String) throws {
            let connection = PQconnectdb(Self.server ?? "")
            defer { PQfinish(connection) }
            PQsetNoticeProcessor(connection, { _, _ in }, nil)
            let result = PQexec(connection, sql)
            defer { PQclear(result) }
            guard [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result)) else {
                throw DatabaseRefusal(message: PQerrorMessage(connection).map { String(cString: $0) } ?? "")
            }
        }
    }

    /// The database for tests did not do what a test asked it.
    struct DatabaseRefusal: Error {
        var message: String
    }
#else
    extension StoreKind {
        /// None without the trait.
        static let whereAvailable: [StoreKind] = []
    }
#endif
