// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting

/// A mode keeper whose owner does as it is told, in a test's own time.
struct ModeStory {
    typealias Action = ModeKeeper<ManualInstant>.Action

    private(set) var keeper: ModeKeeper<ManualInstant>
    private(set) var actions: [Action] = []
    private var now: ManualInstant = 0
    private var chance = SeededGenerator(seed: 1)
    /// How many of the next modes cannot be applied.
    var failures = 0

    /// Begins; the first mode is yet to come.
    init(_ settings: ModeSettings) {
        self.keeper = ModeKeeper(settings, startingAt: 0)
    }

    /// Begins after the first mode was applied, and with an empty record.
    static func running(_ settings: ModeSettings) -> Self {
        var story = Self(settings)
        story.wait(.zero)
        story.actions = []
        return story
    }

    /// The modes that were applied.
    var modes: [ResolvedMode] {
        self.actions.compactMap { if case .apply(let decision) = $0 { decision.mode } else { nil } }
    }

    /// Whether the outbox may send, as last told.
    var allowsSending: [Bool] {
        self.actions.compactMap { if case .apply(let decision) = $0 { decision.allowsSending } else { nil } }
    }

    var flushes: Int { self.actions.count { $0 == .flush } }

    mutating func network(_ isAvailable: Bool) {
        self.perform(self.keeper.networkChanged(isAvailable: isAvailable, at: self.now))
    }

    mutating func background() {
        self.perform(self.keeper.lifecycleChanged(isInForeground: false, at: self.now))
    }

    mutating func foreground() {
        self.perform(self.keeper.lifecycleChanged(isInForeground: true, at: self.now))
    }

    mutating func request(_ mode: ConnectionMode?) {
        self.keeper.modeRequested(mode, at: self.now)
    }

    mutating func offline(_ isOffline: Bool) {
        self.perform(self.keeper.offlineSet(isOffline))
    }

    mutating func switchUser() {
        self.perform(self.keeper.userSwitched())
    }

    mutating func close() {
        self.perform(self.keeper.closed())
    }

    /// Lets time pass, and the next turn come.
    mutating func wait(_ duration: Duration) {
        let end = self.now.advanced(by: duration)
        while let wakeAt = self.keeper.wakeAt, wakeAt <= end {
            self.now = max(self.now, wakeAt)
            self.perform(self.keeper.timerFired(at: self.now))
        }
        self.now = end
    }

    private mutating func perform(_ actions: [Action]) {
        self.actions += actions
        for case .apply(let decision) in actions {
            if self.failures > 0 {
                self.failures -= 1
                self.keeper.applyFailed(decision, at: self.now, using: &self.chance)
            } else {
                self.keeper.applied(decision, at: self.now)
            }
        }
    }
}
