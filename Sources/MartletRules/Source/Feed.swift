// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Runs the source that the mode calls for, one at a time, for one person at a time.
///
/// Every run of a source has a number, and what an earlier run still reports is ignored. The position in the log
/// belongs to the person: it survives modes and sources, and only another person begins with another.
///
/// After each call, do what it returns before the next call, and call ``timerFired(at:)`` at ``wakeAt``.
package struct Feed<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What the owner does next, in order.
    package enum Action: Hashable, Sendable {
        /// Stop that run, if it has not ended, and hear no more of it.
        case stop(run: Int)
        /// What is shown, and the position, are somebody else's.
        case forget
        /// Load what was stored for this person, with its position, then call ``restored(for:at:)``, empty or not.
        case restore(UserID)
        /// Start a source from the position.
        case start(Source, run: Int)
        /// Show the app how it is.
        case report(FeedStatus<Instant>)
        /// Tell whoever switched to this person.
        case settle(UserSwitch, UserSwitch.Outcome)
    }

    private let plan: SourcePlan
    private let timing: SourceTiming
    private var mode: ResolvedMode?
    private var user: UserID?
    private var rotation: SourceRotation<Instant>
    /// Who is still to be left alone in a mode that does not run it.
    private var rests: [Source: Instant] = [:]
    private var running: (source: Source, run: Int)?
    private var runs = 0
    private var awaited: (change: UserSwitch, deadline: Instant)?
    private var isRestored = false
    private var isHalted = false
    private var isClosed = false
    package private(set) var status: FeedStatus<Instant>

    package init(_ plan: SourcePlan = SourcePlan(), timing: SourceTiming = SourceTiming(), startingAt now: Instant) {
        self.plan = plan
        self.timing = timing
        self.rotation = SourceRotation([], timing: timing)
        self.status = FeedStatus(startingAt: now)
    }

    /// The source that runs.
    package var source: Source? { self.running?.source }

    /// Whether the most wanted source runs and brings what there is: then nothing is to be recovered.
    package var isWell: Bool {
        !self.isIdle && self.status.state == .valid && self.rotation.current == self.rotation.sources.first
    }

    /// When to call ``timerFired(at:)``; nil while nothing is due.
    package var wakeAt: Instant? {
        let rotation = self.isIdle ? nil : self.rotation.wakeAt
        return [rotation, self.awaited?.deadline].compactMap(\.self).min()
    }

    /// Notes the mode that applies.
    ///
    /// Nothing runs before there is a person.
    package mutating func modeChanged(to mode: ResolvedMode, at now: Instant) -> [Action] {
        guard !self.isClosed, mode != self.mode else { return [] }
        let wasOffline = self.isOffline
        var actions: [Action] = []
        if self.mode == nil, mode.mode == .offline, self.isRestored { actions += self.settle(.done) }
        self.mode = mode
        if !self.isHalted {
            let state: FeedState? =
                switch mode {
                case .offline(let reason): .offline(reason)
                case .streaming, .polling, .background: wasOffline ? .initializing : nil
                }
            if let state, self.status.moved(to: state, at: now) { actions.append(.report(self.status)) }
        }
        let sources = self.plan.sources(for: mode)
        guard sources != self.rotation.sources || self.running == nil else { return actions }
        self.rotate(at: now)
        return actions + self.follow()
    }

    /// Notes that a person uses the app from now on.
    ///
    /// That is not debounced, and ends any switch still under way.
    package mutating func userSwitched(_ change: UserSwitch, at now: Instant) -> [Action] {
        guard !self.isClosed else { return [.settle(change, .closed)] }
        var actions = self.settle(.superseded) + self.stop()
        if let user = self.user, user != change.user { actions.append(.forget) }
        self.user = change.user
        self.awaited = (change, now.advanced(by: change.patience))
        self.isHalted = false
        self.isRestored = false
        if self.status.moved(to: self.restingState, at: now) { actions.append(.report(self.status)) }
        actions.append(.restore(change.user))
        self.rotate(at: now)
        return actions + self.follow()
    }

    /// Notes that what was stored for a person is shown.
    ///
    /// Who is offline has all there will be. Where nothing was stored nothing is shown, and so nothing is fresh yet.
    package mutating func restored(for user: UserID, isEmpty: Bool = false, at now: Instant) -> [Action] {
        guard !self.isClosed, !self.isHalted, user == self.user else { return [] }
        self.isRestored = true
        var actions: [Action] = []
        if !isEmpty, self.status.state == .initializing, self.status.moved(to: .valid, at: now) {
            actions.append(.report(self.status))
        }
        if self.isOffline || self.awaited?.change.need == .cached { actions += self.settle(.done) }
        return actions
    }

    /// Notes that a run brought something and it was applied: a hello, a page, an event, a load afresh, if only that
    /// nothing is new.
    package mutating func delivered(run: Int, at now: Instant) -> [Action] {
        guard run == self.running?.run else { return [] }
        self.rotation.delivered()
        let isNews = self.status.moved(to: .valid, at: now)
        return (isNews ? [.report(self.status)] : []) + self.settle(.done)
    }

    /// Notes the server's first word when that is to load everything afresh.
    ///
    /// The run is well, and who waited for that word has it; but nothing is fresh before ``delivered(run:at:)``.
    package mutating func outdated(run: Int, at now: Instant) -> [Action] {
        guard run == self.running?.run else { return [] }
        self.rotation.delivered()
        let isNews = self.status.moved(to: .initializing, at: now)
        return (isNews ? [.report(self.status)] : []) + self.settle(.done)
    }

    /// Notes that something went wrong with a run.
    package mutating func failed(run: Int, _ verdict: SourceVerdict, at now: Instant) -> [Action] {
        guard run == self.running?.run else { return [] }
        switch verdict {
        case .interrupted(let fault):
            self.rotation.interrupted(at: now)
            return self.go(on: fault, at: now)
        case .directed(let rest, let fault):
            self.rotation.directed(restFor: rest, at: now)
            return self.go(on: fault, at: now)
        case .blocked(let fault):
            self.rotation.blocked(at: now)
            return self.rotation.isOver ? self.halt(fault, at: now) : self.go(on: fault, at: now)
        case .halted(let fault):
            return self.halt(fault, at: now)
        }
    }

    /// Notes a reason to try again what was told to stop: newer credentials, a network, the foreground, a person's wish.
    package mutating func encouraged(at now: Instant) -> [Action] {
        guard !self.isClosed else { return [] }
        guard self.isHalted else {
            self.rotation.encouraged(at: now)
            return self.follow()
        }
        self.isHalted = false
        self.rotate(at: now)
        let isNews = self.status.moved(to: self.restingState, at: now)
        return (isNews ? [.report(self.status)] : []) + self.follow()
    }

    /// Decides what the passing of time calls for.
    package mutating func timerFired(at now: Instant) -> [Action] {
        guard !self.isClosed else { return [] }
        let isLate = self.awaited.map { now >= $0.deadline } ?? false
        let actions = isLate ? self.settle(.timedOut) : []
        if !self.isIdle { self.rotation.timerFired(at: now) }
        return actions + self.follow()
    }

    /// Ends it, for good.
    package mutating func closed() -> [Action] {
        guard !self.isClosed else { return [] }
        self.isClosed = true
        return self.settle(.closed) + self.stop()
    }

    private var sources: [Source] { self.mode.map(self.plan.sources(for:)) ?? [] }

    private var isOffline: Bool { self.mode?.mode == .offline }

    /// Whether nothing shall run, whatever the mode.
    private var isIdle: Bool { self.user == nil || self.isHalted || self.isClosed }

    /// The state of who has nothing yet.
    private var restingState: FeedState {
        if case .offline(let reason) = self.mode { .offline(reason) } else { .initializing }
    }

    /// Begins with the mode's most wanted source.
    private mutating func rotate(at now: Instant) {
        self.rests.merge(self.rotation.rests) { _, new in new }
        self.rests = self.rests.filter { $0.value > now }
        self.rotation = SourceRotation(self.sources, timing: self.timing, rests: self.rests)
    }

    private mutating func go(on fault: SourceFault, at now: Instant) -> [Action] {
        self.status.failed(fault, at: now)
        return [.report(self.status)] + self.follow()
    }

    private mutating func halt(_ fault: SourceFault, at now: Instant) -> [Action] {
        self.isHalted = true
        self.status.halted(fault, at: now)
        return [.report(self.status)] + self.settle(.failed(fault)) + self.stop()
    }

    /// Makes what runs what shall run.
    private mutating func follow() -> [Action] {
        let wanted = self.isIdle ? nil : self.rotation.current
        guard wanted != self.running?.source else { return [] }
        let actions = self.stop()
        guard let wanted else { return actions }
        self.runs += 1
        self.running = (wanted, self.runs)
        return actions + [.start(wanted, run: self.runs)]
    }

    private mutating func stop() -> [Action] {
        guard let run = self.running?.run else { return [] }
        self.running = nil
        return [.stop(run: run)]
    }

    private mutating func settle(_ outcome: UserSwitch.Outcome) -> [Action] {
        guard let change = self.awaited?.change else { return [] }
        self.awaited = nil
        return [.settle(change, outcome)]
    }
}
