// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import MartletRules
import MartletStore
import MartletWire

#if Postgres
    import CPostgres
    import Synchronization
#endif

/// Where a core under test has its store: a directory, or a schema of the database for tests if
/// MARTLET_TEST_CORE_STORE is `postgres`.
struct CorePlace: Sendable {
    private let name = "martlet_\(UUID().uuidString.replacing("-", with: "").lowercased())"

    /// Opens the store.
    func open(
        epoch: String,
        limits: Limits,
        clock: @escaping @Sendable () -> Timestamp,
        committed: @escaping @Sendable ([LogEntry]) -> Void
    ) throws -> any Store {
        #if Postgres
            if let database = Self.database {
                return try self.open(in: database, epoch: epoch, limits: limits, clock: clock, committed: committed)
            }
        #endif
        var configuration = SQLiteConfiguration(directory: self.directory)
        configuration.limits = limits
        return try SQLiteStore(
            configuration,
            epoch: Epoch(rawValue: epoch),
            clock: clock,
            stop: { fatalError("the store asked for the end of the process") },
            logger: Logger(label: "test"),
            committed: committed
        )
    }

    /// Removes everything.
    func remove() {
        try? FileManager.default.removeItem(atPath: self.directory)
        #if Postgres
            if let database = Self.database { Self.run("DROP SCHEMA \(self.name) CASCADE", in: database) }
        #endif
    }

    private var directory: String { FileManager.default.temporaryDirectory.path + "/" + self.name }
}

#if Postgres
    extension CorePlace {
        private static let database: String? = {
            let environment = ProcessInfo.processInfo.environment
            guard environment["MARTLET_TEST_CORE_STORE"] == "postgres" else { return nil }
            return environment["MARTLET_TEST_POSTGRES"]
        }()

        private func open(
            in database: String,
            epoch: String,
            limits: Limits,
            clock: @escaping @Sendable () -> Timestamp,
            committed: @escaping @Sendable ([LogEntry]) -> Void
        ) throws -> PostgresStore {
            Self.run("CREATE SCHEMA IF NOT EXISTS \(self.name)", in: database)
            var configuration = PostgresConfiguration(address: "\(database)&options=-csearch_path%3D\(self.name)")
            configuration.idleInTransaction = .seconds(60)
            configuration.standstill = .seconds(60)
            configuration.limits = limits
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
                logger: Logger(label: "test"),
                committed: committed
            )
        }

        private static func run(_ sql: String, in database: String) {
            let connection = PQconnectdb(database)
            PQsetNoticeProcessor(connection, { _, _ in }, nil)
            PQclear(PQexec(connection, sql))
            PQfinish(connection)
        }
    }
#endif
