// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire

/// Where a simulated client keeps its outbox.
protocol OutboxPlace {
    func open(at now: Timestamp) throws -> any OutboxStorage
    /// The same place for the next process, after one has ended without a word.
    func afterCrash() -> any OutboxPlace
    /// The same place, after the power has failed.
    func afterPowerFailure(using chance: inout SeededGenerator) -> any OutboxPlace
    func close()
}

/// An outbox in memory, whose every write is safe at once.
struct MemoryPlace: OutboxPlace {
    let limits: OutboxLimits
    let outbox: MemoryOutbox

    init(limits: OutboxLimits) {
        self.limits = limits
        self.outbox = MemoryOutbox(limits: limits)
    }

    private init(copying other: MemoryPlace) {
        self.limits = other.limits
        self.outbox = MemoryOutbox(copying: other.outbox)
    }

    func open(at now: Timestamp) -> any OutboxStorage { self.outbox }
    func afterCrash() -> any OutboxPlace { Self(copying: self) }
    func afterPowerFailure(using chance: inout SeededGenerator) -> any OutboxPlace { Self(copying: self) }
    func close() {}
}
