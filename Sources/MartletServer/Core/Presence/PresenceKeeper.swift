// SPDX-License-Identifier: Apache-2.0

import Logging
package import MartletRules
import MartletStore
package import MartletWire
import NIOCore
import Synchronization

/// The one writer of the online bit: it stores what ``PresenceRule`` decides, then tells.
///
/// Of several cores on one store each hears of all connections and one stores and tells: the one that leads. A change is announced only after it is durable, so that after a crash nobody was told what the store forgot.
package final class PresenceKeeper: Sendable {
    typealias Instant = ContinuousClock.Instant

    struct State {
        var rule: PresenceRule<Instant>
        var board = PresenceBoard<PresenceEntry, Instant>()
        /// Whether this core stores and tells; the others only keep count.
        var isLeading: Bool
        /// Decided and not yet on its way to the store, by person: the last word wins.
        var unstored: [UserID: Bool] = [:]
        var isStoring = false
        /// When to store again: a storm of arrivals shares a few commits.
        var pause: Instant?
        /// When to try again to store, after a failure.
        var retry: Instant?
        var ruleTimer: Instant?
        var boardTimer: Instant?
        /// When the loop's timer fires.
        var timer: Instant?
        /// How often something was decided, and how much of that is durable.
        var decided = 0
        var stored = 0
        /// Whose presence has changed for good and has not been told.
        var untold: Set<UserID> = []
        /// Snapshots that were asked for.
        var questions: [Question] = []
        var isTelling = false
        /// Encoded presence of whole workspaces, as of the last change that was told there.
        var snapshots: [WorkspaceID: [UInt8]] = [:]
        /// Workspaces with many members, as last seen.
        var large: Set<WorkspaceID> = []

        /// The next instant at which there is something to do.
        var nextDeadline: Instant? {
            Self.earlier(Self.earlier(self.boardTimer, self.ruleTimer), Self.earlier(self.pause, self.retry))
        }

        /// When a timer is to fire that has yet to be set; nil if none is needed, or one is set that comes no later.
        mutating func takeDeadline() -> Instant? {
            guard let next = self.nextDeadline else { return nil }
            if let timer = self.timer, timer <= next { return nil }
            self.timer = next
            return next
        }

        private static func earlier(_ one: Instant?, _ other: Instant?) -> Instant? {
            guard let one, let other else { return one ?? other }
            return min(one, other)
        }
    }

    /// Somebody wants the presence of whole workspaces.
    struct Question: Sendable {
        var workspaces: [WorkspaceID]
        /// What had been decided when it was asked: the answer must not be behind it.
        var decided: Int
        var answer: LinkAnswer<[[UInt8]]>
    }

    let store: any Store
    let followers: LogFollowers
    let tasks: TaskPool
    let logger: Logger
    let state: Mutex<State>
    private let metrics = PresenceMetrics()
    private let settings: CoreSettings
    private let eventLoop: any EventLoop

    init(
        store: any Store,
        followers: LogFollowers,
        settings: CoreSettings,
        tasks: TaskPool,
        eventLoop: any EventLoop,
        logger: Logger
    ) {
        self.store = store
        self.tasks = tasks
        self.followers = followers
        self.settings = settings
        self.logger = logger
        let rule = PresenceRule<Instant>(grace: settings.presenceGrace)
        self.state = Mutex(State(rule: rule, isLeading: store.peers.isLeading))
        self.eventLoop = eventLoop
    }

    /// Takes over who was online when the last core ended: they have the admission window to come back.
    package func start() async throws {
        let isLeading = self.state.withLock { state in
            // Who leads may have changed since this was made, and before anybody listened.
            state.isLeading = self.store.peers.isLeading
            return state.isLeading
        }
        guard isLeading else { return }
        let before = try await self.store.read { try $0.usersOnline() }
        self.decide { $0.started(online: before, admission: self.settings.admissionWindow, at: .now) }
    }

    /// Told that this core leads now, or does no longer.
    package func leads(_ isLeading: Bool) {
        if isLeading {
            self.tasks.run { await self.takeOver() }
        } else {
            self.state.withLock { $0.stepDown() }
            self.tellSoon()
        }
    }

    /// Notes what an edge says of one person.
    package func reported(_ count: ConnectionCount, from edge: EdgeIdentity) {
        let report = PresenceReport(edge: edge, user: count.user, count: count.count, cleanly: count.isFarewell)
        self.decide { $0.reported(report, at: .now) }
    }

    /// Notes everyone an edge has.
    package func reconciled(_ counts: [UserID: Int], from edge: EdgeIdentity) {
        self.decide { $0.reconciled(edge, connections: counts, at: .now) }
    }

    /// Notes that an edge cannot be heard.
    package func lost(_ edge: EdgeIdentity) {
        self.decide { $0.edgeLost(edge, at: .now) }
    }

    /// Announces somebody whose status text has changed.
    package func changed(_ user: UserID) {
        self.state.withLock { state in
            if state.isLeading { state.untold.insert(user) }
        }
        self.tellSoon()
    }

    /// How many people are online.
    package var onlineCount: Int { self.state.withLock { $0.rule.onlineCount } }

    /// Whether somebody is online.
    package func isOnline(_ user: UserID) -> Bool {
        self.state.withLock { $0.rule.isOnline(user) }
    }
}

// MARK: - Time

extension PresenceKeeper {
    /// Sets the timer for the next deadline, unless one is set that comes no later.
    func setTimer() {
        self.setTimer(self.state.withLock { $0.takeDeadline() })
    }

    private func setTimer(_ deadline: Instant?) {
        guard let deadline else { return }
        self.eventLoop.scheduleTask(in: TimeAmount(max(deadline - .now, .zero))) {
            self.state.withLock { $0.timer = nil }
            self.timersFired()
            self.setTimer()
        }
    }
}

// MARK: - Deciding and storing

extension PresenceKeeper {
    private func decide(_ decision: (inout PresenceRule<Instant>) -> [PresenceAction<Instant>]) {
        let (mustStore, deadline) = self.state.withLock { state in
            self.note(decision(&state.rule), &state)
            return (self.mustStore(&state), state.takeDeadline())
        }
        self.setTimer(deadline)
        if mustStore { self.storeNext() }
    }

    func note(_ actions: [PresenceAction<Instant>], _ state: inout State) {
        for action in actions {
            switch action {
            case .setOnline(let user) where state.isLeading: self.note(user, isOnline: true, &state)
            case .setOffline(let user) where state.isLeading: self.note(user, isOnline: false, &state)
            case .setOnline, .setOffline: break
            case .wait(let instant): state.ruleTimer = instant
            }
        }
    }

    private func note(_ user: UserID, isOnline: Bool, _ state: inout State) {
        state.unstored[user] = isOnline
        state.decided += 1
    }

    /// Whether the caller is to begin storing.
    func mustStore(_ state: inout State) -> Bool {
        guard !state.unstored.isEmpty, !state.isStoring, state.pause == nil, state.retry == nil else {
            return false
        }
        state.isStoring = true
        return true
    }

    /// How long a commit of presence is from the one before, at least: nobody sees the difference, since a workspace
    /// hears of presence once a second.
    private static let pause: Duration = .milliseconds(50)

    /// Stores everything that was decided since the last commit.
    func storeNext() {
        let (changes, decided) = self.state.withLock { state in
            defer { state.unstored = [:] }
            if state.unstored.isEmpty { state.isStoring = false }
            return (state.unstored, state.decided)
        }
        guard !changes.isEmpty else { return }
        let change = Change { transaction in
            guard transaction.isLeading else { throw LeadLost() }
            let now = transaction.now
            try transaction.setPresence(
                changes.map { PresenceChange(user: $0.key, isOnline: $0.value, lastSeen: now) }
            )
        } completion: { outcome in
            switch outcome {
            case .success:
                for isOnline in changes.values { if isOnline { self.metrics.came() } else { self.metrics.went() } }
                self.state.withLock { state in
                    state.stored = decided
                    state.untold.formUnion(changes.keys)
                    state.isStoring = false
                    state.pause = .now + Self.pause
                }
                self.setTimer()
                self.tellSoon()
            case .failure:
                // The store says why in its own log.
                self.state.withLock { state in
                    state.isStoring = false
                    guard state.isLeading else { return }
                    state.unstored.merge(changes) { newer, _ in newer }
                    state.retry = .now + .seconds(1)
                }
                self.setTimer()
                self.tellSoon()
            }
        }
        self.store.submit(change)
    }

    /// Another core stores and tells meanwhile.
    private struct LeadLost: Error {}
}
