// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import MartletStore
import MartletTesting
import MartletWire

/// The server's real store, open on a simulated disk.
struct StorePlace {
    private let volume: DiskVolume
    let store: SQLiteStore

    init(on disk: SimulatedDisk, epoch: String) throws {
        self.volume = DiskVolume(disk)
        do {
            let manager = FileManager.default
            try manager.createDirectory(atPath: self.volume.directory, withIntermediateDirectories: true)
            // The store asks the directory for the size of its file, which is on the simulated disk.
            _ = manager.createFile(atPath: self.volume.directory + "/martlet.db", contents: nil)
            self.store = try SQLiteStore(
                SQLiteConfiguration(directory: self.volume.directory),
                epoch: Epoch(rawValue: epoch),
                clock: { 1_800_000_000_000 },
                stop: { preconditionFailure("no sync of a simulated disk fails") },
                logger: Logger(label: "store") { _ in SwiftLogNoOpLogHandler() },
                committed: { _ in }
            )
        } catch {
            self.volume.unmount()
            throw error
        }
    }

    func close() async {
        await self.store.close()
        self.volume.unmount()
    }
}
