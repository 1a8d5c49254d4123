// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire

/// The real outbox in SQLite, on a disk that forgets what was not synced when the power fails.
final class DiskPlace: OutboxPlace {
    private let limits: OutboxLimits
    private let volume: DiskVolume
    private var file: OutboxFile?

    convenience init(limits: OutboxLimits) {
        self.init(limits: limits, on: SimulatedDisk())
    }

    private init(limits: OutboxLimits, on disk: SimulatedDisk) {
        self.limits = limits
        self.volume = DiskVolume(disk)
    }

    func open(at now: Timestamp) throws -> any OutboxStorage {
        let file = try OutboxFile(in: self.volume.directory, at: now)
        guard file.setAside == nil else { throw OutboxError(.damaged, "the outbox was damaged") }
        self.file = file
        return file.storage(for: "somebody", limits: self.limits)
    }

    func afterCrash() -> any OutboxPlace {
        let next = DiskPlace(limits: self.limits, on: self.volume.disk.copy())
        self.close()
        return next
    }

    func afterPowerFailure(using chance: inout SeededGenerator) -> any OutboxPlace {
        let next = DiskPlace(limits: self.limits, on: self.volume.disk.afterPowerFailure(using: &chance))
        self.close()
        return next
    }

    func close() {
        self.file?.close()
        self.file = nil
        self.volume.unmount()
    }
}
