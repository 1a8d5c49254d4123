// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What one answered request comes to for the items of one lane, in their order.
///
/// Until one of them is settled, those after it are not refused: they may have been refused for want of it.
struct LaneSettlement {
    let limits: OutboxLimits
    /// Those whose first attempt this was.
    let untried: Set<OutboxItemID>
    /// Whether the answer is for several items at once, so that none of them can be blamed.
    let isAmbiguous: Bool
    let date: Timestamp

    private(set) var settlements: [Settlement] = []
    /// What goes back to the lane.
    private(set) var remaining: [OutboxEntry] = []
    /// What does not.
    private(set) var ended: [OutboxItemID] = []
    /// Whether the beginning of the lane's thing was given up.
    private(set) var hasLostOpening = false

    init(limits: OutboxLimits, untried: Set<OutboxItemID>, isAmbiguous: Bool, date: Timestamp) {
        self.limits = limits
        self.untried = untried
        self.isAmbiguous = isAmbiguous
        self.date = date
    }

    mutating func settle(
        _ entry: OutboxEntry,
        _ outcome: DeliveryOutcome,
        using generator: inout some RandomNumberGenerator
    ) {
        if case .success(let receipt) = outcome {
            self.end(entry, .synced(receipt))
        } else if self.hasLostOpening, entry.role == .closes {
            self.inherit(entry)
        } else if !self.remaining.isEmpty {
            self.keep(entry, hadNoEffect: false)
        } else {
            self.settleFirst(entry, outcome, using: &generator)
        }
    }

    /// Gives up an end with its beginning.
    mutating func inherit(_ entry: OutboxEntry) {
        self.end(entry, .dead(.inherited))
    }

    private mutating func settleFirst(
        _ entry: OutboxEntry,
        _ outcome: DeliveryOutcome,
        using generator: inout some RandomNumberGenerator
    ) {
        switch outcome {
        case .success(let receipt):
            self.end(entry, .synced(receipt))
        case .skipped:
            self.keep(entry, hadNoEffect: true)
        case .authRequired:
            self.keep(entry, hadNoEffect: true, fault: DeliveryFault(.unauthenticated))
        case .permanent(let fault) where self.isAmbiguous:
            self.isolate(entry, fault)
        case .permanent(let fault):
            self.bury(entry, .refused(fault))
        case .transient(let fault):
            self.retry(entry, fault, hadNoEffect: true, using: &generator)
        case .unknown(let fault):
            self.retry(entry, fault, hadNoEffect: false, using: &generator)
        }
    }

    private mutating func retry(
        _ entry: OutboxEntry,
        _ fault: DeliveryFault,
        hadNoEffect: Bool,
        using generator: inout some RandomNumberGenerator
    ) {
        var entry = entry
        if fault.countsAgainstItem, self.isAmbiguous {
            entry.history.travelsAlone = true
        } else if fault.countsAgainstItem {
            entry.history.strikes += 1
            guard entry.history.strikes < self.limits.strikes else {
                self.bury(entry, .exhausted(fault))
                return
            }
        }
        let backoff = self.limits.backoff
        let chance = Double.random(in: 0..<1, using: &generator)
        let delay = backoff.delay(
            backoff.delay(after: entry.history.attempts, chance: chance),
            raisedBy: fault.retryAfter
        )
        entry.history.attempts += 1
        entry.history.notBefore = self.date.advanced(by: delay)
        self.keep(entry, hadNoEffect: hadNoEffect, fault: fault)
    }

    private mutating func isolate(_ entry: OutboxEntry, _ fault: DeliveryFault) {
        var entry = entry
        entry.history.travelsAlone = true
        self.keep(entry, hadNoEffect: true, fault: fault)
    }

    private mutating func keep(_ entry: OutboxEntry, hadNoEffect: Bool, fault: DeliveryFault? = nil) {
        var entry = entry
        if hadNoEffect, self.untried.contains(entry.id) { entry.history.uncertainSince = nil }
        entry.history.lastFault = fault ?? entry.history.lastFault
        self.remaining.append(entry)
        self.settlements.append(Settlement(id: entry.id, key: entry.key, fate: .pending(entry.history)))
    }

    private mutating func bury(_ entry: OutboxEntry, _ reason: DeadReason) {
        if entry.role == .opens { self.hasLostOpening = true }
        self.end(entry, .dead(reason))
    }

    private mutating func end(_ entry: OutboxEntry, _ fate: Settlement.Fate) {
        self.ended.append(entry.id)
        self.settlements.append(Settlement(id: entry.id, key: entry.key, fate: fate))
    }
}
