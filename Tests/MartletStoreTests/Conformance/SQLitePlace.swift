// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import MartletStore
import MartletWire

extension StoreKind {
    /// The embedded store.
    static let sqlite = StoreKind(testDescription: "SQLite") { try SQLitePlace() }
    /// The embedded store, which does not find out by itself that it can commit again.
    static let unprobedSQLite = StoreKind(testDescription: "SQLite that is not probed") {
        try SQLitePlace(probeInterval: .seconds(3600))
    }
}

/// A directory of its own for an embedded store.
struct SQLitePlace: StorePlace {
    let directory: String
    private let probeInterval: Duration

    init(probeInterval: Duration = .seconds(1)) throws {
        self.probeInterval = probeInterval
        self.directory = FileManager.default.temporaryDirectory.path + "/martlet-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: self.directory, withIntermediateDirectories: true)
    }

    /// The database file.
    var file: String { self.directory + "/martlet.db" }
    /// Where a backup of this place goes.
    var backupPath: String { self.directory + "/backup.db" }

    func open(
        epoch: Epoch,
        clock: @escaping @Sendable () -> Timestamp,
        committed: @escaping @Sendable ([LogEntry]) -> Void
    ) throws -> any Store {
        var configuration = SQLiteConfiguration(directory: self.directory)
        configuration.probeInterval = self.probeInterval
        return try SQLiteStore(
            configuration,
            epoch: epoch,
            clock: clock,
            stop: { fatalError("the store asked for the end of the process") },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            committed: committed
        )
    }

    /// A new place that holds what a backup has saved.
    func restored() throws -> SQLitePlace {
        let place = try SQLitePlace()
        try FileManager.default.copyItem(atPath: self.backupPath, toPath: place.file)
        return place
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: self.directory)
    }
}
