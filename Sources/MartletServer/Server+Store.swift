// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletRules
import MartletStore
import MartletWire

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a core's data and log are.
extension Server {
    func openStore(_ followers: LogFollowers) throws -> any Store {
        #if Postgres
            if let database = self.settings.database { return try self.openStore(in: database, followers) }
        #endif
        return try self.openEmbeddedStore { followers.publish(.entries($0)) }
    }

    #if Postgres
        private func openStore(
            in database: Secret,
            _ followers: LogFollowers
        ) throws -> PostgresStore {
            try FileManager.default.createDirectory(
                atPath: self.settings.data,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            var configuration = PostgresConfiguration(address: database.exposedText)
            configuration.batchLimit = self.settings.store.batch
            configuration.readers = self.settings.store.readers
            configuration.limits = self.settings.limits
            return try PostgresStore(
                configuration,
                epochs: { Epoch(rawValue: Entropy.system.text(12)) },
                clock: Self.clock,
                logger: self.logger,
                committed: { followers.publish(.entries($0)) },
                followed: { followers.publish(.entries($0), isOwn: false) }
            )
        }
    #endif

    private func openEmbeddedStore(_ committed: @escaping @Sendable ([LogEntry]) -> Void) throws -> SQLiteStore {
        var configuration = SQLiteConfiguration(directory: self.settings.data)
        configuration.batchLimit = self.settings.store.batch
        configuration.readers = self.settings.store.readers
        configuration.fullCheckBelow = self.settings.store.wholeCheckBelow
        configuration.limits = self.settings.limits
        return try SQLiteStore(
            configuration,
            epoch: Epoch(rawValue: Entropy.system.text(12)),
            clock: Self.clock,
            stop: { exit(70) },
            logger: self.logger,
            committed: committed
        )
    }
}
