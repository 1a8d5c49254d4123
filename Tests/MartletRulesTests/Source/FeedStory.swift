// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// A feed whose owner does as it is told, in a test's own time, and remembers what runs.
struct FeedStory {
    typealias Action = Feed<ManualInstant>.Action

    private(set) var feed: Feed<ManualInstant>
    /// What was asked for since the last look.
    private var actions: [Action] = []
    private(set) var now: ManualInstant = 0
    /// What runs, as the owner knows it.
    private(set) var running: [Int: Source] = [:]
    private(set) var lastRun = 0

    init(_ plan: SourcePlan = SourcePlan()) {
        self.feed = Feed(plan, startingAt: 0)
    }

    /// A feed in a mode, with a person, and an empty record.
    static func running(_ mode: ResolvedMode, need: UserSwitch.Need = .fresh) -> Self {
        var story = Self()
        story.mode(mode)
        story.user(1, need: need)
        _ = story.looked()
        return story
    }

    /// What was asked for since the last look.
    mutating func looked() -> [Action] {
        defer { self.actions = [] }
        return self.actions
    }

    mutating func mode(_ mode: ResolvedMode) {
        self.perform(self.feed.modeChanged(to: mode, at: self.now))
    }

    mutating func user(_ id: Int64, need: UserSwitch.Need = .fresh) {
        self.perform(self.feed.userSwitched(UserSwitch(to: .init(rawValue: id), need: need), at: self.now))
    }

    mutating func restored(for user: UserID = 1, isEmpty: Bool = false) {
        self.perform(self.feed.restored(for: user, isEmpty: isEmpty, at: self.now))
    }

    mutating func delivered(run: Int? = nil) {
        self.perform(self.feed.delivered(run: run ?? self.lastRun, at: self.now))
    }

    mutating func outdated() {
        self.perform(self.feed.outdated(run: self.lastRun, at: self.now))
    }

    mutating func failed(_ verdict: SourceVerdict, run: Int? = nil) {
        self.perform(self.feed.failed(run: run ?? self.lastRun, verdict, at: self.now))
    }

    mutating func encouraged() {
        self.perform(self.feed.encouraged(at: self.now))
    }

    mutating func close() {
        self.perform(self.feed.closed())
    }

    /// Lets time pass.
    mutating func wait(_ duration: Duration) {
        let end = self.now.advanced(by: duration)
        while let wakeAt = self.feed.wakeAt, wakeAt <= end {
            self.now = max(self.now, wakeAt)
            self.perform(self.feed.timerFired(at: self.now))
        }
        self.now = end
    }

    private mutating func perform(_ actions: [Action]) {
        self.actions += actions
        for action in actions {
            switch action {
            case .start(let source, let run):
                self.running[run] = source
                self.lastRun = run
            case .stop(let run):
                self.running[run] = nil
            case .forget, .restore, .report, .settle:
                break
            }
        }
    }
}

extension [Feed<ManualInstant>.Action] {
    /// The states that were reported.
    var states: [FeedState] { self.compactMap { if case .report(let status) = $0 { status.state } else { nil } } }

    /// How switches ended.
    var outcomes: [UserSwitch.Outcome] {
        self.compactMap { if case .settle(_, let outcome) = $0 { outcome } else { nil } }
    }

    /// All but reports.
    var deeds: Self { self.filter { if case .report = $0 { false } else { true } } }
}
