// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// Does what ``MartletRules/WorkTracker`` decides for each session that this process tracks.
///
/// Beginnings and ends go through the outbox, each under one key. A heartbeat is said once and never queued: one that
/// came late would be a lie. What a process that ended without a word has left behind is ended where it was last known
/// to go on.
actor WorkDesk<Time: Clock>: WorkKeeping where Time.Duration == Duration {
    private struct Work {
        let account: Account
        let startedAt: Timestamp
        var tracker: WorkTracker<Time.Instant>
        /// An end that is decided and not in the outbox yet.
        var end: SessionEnd?
    }

    private let clock: Time
    private let date: @Sendable () -> Timestamp
    private let rhythm: WorkRhythm
    private let ledger: @Sendable (Account) -> any WorkLedger
    private let bell = Bell()
    private var sessions: [LocalID: Work] = [:]
    /// When to look next for what others left behind; nil if there is nobody who could.
    private var lookDue: Time.Instant?

    init(
        _ rhythm: WorkRhythm,
        clock: Time,
        date: @escaping @Sendable () -> Timestamp,
        ledger: @escaping @Sendable (Account) -> any WorkLedger
    ) {
        self.rhythm = rhythm
        self.clock = clock
        self.date = date
        self.ledger = ledger
        self.lookDue = clock.now
    }

    func run(for martlet: Martlet) async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                await self.endAbandoned(for: martlet)
                var next = self.lookDue
                for session in Array(self.sessions.keys) {
                    guard let due = await self.turn(session, for: martlet, &group) else { continue }
                    next = next.map { min($0, due) } ?? due
                }
                await self.bell.wait(until: next, on: self.clock)
            }
            group.cancelAll()
        }
    }

    func begin(_ start: SessionStart, for martlet: Martlet, idle: Duration?) async throws(RPCError) {
        let account = try await martlet.account()
        var rhythm = self.rhythm
        rhythm.idle = idle
        let work = Work(
            account: account,
            startedAt: start.startedAt ?? self.date(),
            tracker: WorkTracker(rhythm, startedAt: self.clock.now)
        )
        let posting = try await martlet.call(start, .durable, for: account, isWatched: true)
        if case .refused(let reason) = posting {
            throw RPCError(.invalidRequest, "the server does not take the session (\(reason))")
        }
        self.sessions[start.localID] = work
        self.lookDue = self.lookDue ?? self.clock.now.advanced(by: rhythm.silence)
        self.bell.ring()
    }

    func heardOfPerson(in session: LocalID) {
        self.sessions[session]?.tracker.heardOfPerson(at: self.clock.now)
    }

    func pause(_ session: LocalID) async {
        let now = self.clock.now
        self.sessions[session]?.tracker.paused(at: now)
        if let work = self.sessions[session] { await self.note(work, of: session, at: now) }
    }

    func resume(_ session: LocalID) {
        self.sessions[session]?.tracker.resumed(at: self.clock.now)
        self.bell.ring()
    }

    func end(
        _ session: LocalID,
        _ reason: WorkSessionEndReason,
        for martlet: Martlet,
        within patience: Duration
    ) async throws(RPCError) -> Posting<WorkSession> {
        if let finish = self.sessions[session]?.tracker.ended(reason, at: self.clock.now) {
            self.decide(finish, of: session)
        }
        return try await self.sendEnd(of: session, for: martlet, within: patience)
    }

    func standing(of session: LocalID) -> (state: WorkState, worked: Duration)? {
        self.sessions[session].map { work in
            (WorkState(work.tracker.state), work.tracker.worked(at: self.clock.now))
        }
    }

    nonisolated func userChanged() {
        self.bell.ring()
    }

    // MARK: - What is due

    /// Does what is due for one session, and tells when to look again; nil once it is over.
    private func turn(
        _ session: LocalID,
        for martlet: Martlet,
        _ group: inout DiscardingTaskGroup
    ) async -> Time.Instant? {
        let now = self.clock.now
        // Who works no longer uses the client: what they have yet to say is kept for them.
        if let account = self.sessions[session]?.account, !martlet.isUsed(by: account),
            let finish = self.sessions[session]?.tracker.ended(.closed, at: now)
        {
            self.decide(finish, of: session)
        }
        while let action = self.sessions[session]?.tracker.timerFired(at: now) {
            switch action {
            case .beat(let worked):
                group.addTask { await self.beat(session, worked: worked, for: martlet) }
            case .end(let finish):
                self.decide(finish, of: session)
            case .wait(let until):
                return until
            case .rest:
                do {
                    _ = try await self.sendEnd(of: session, for: martlet, within: .zero)
                } catch {
                    // No room, or no disk: it is tried again.
                    return now.advanced(by: self.rhythm.heartbeat)
                }
            }
        }
        return nil
    }

    private func beat(_ session: LocalID, worked: Duration, for martlet: Martlet) async {
        guard let work = self.sessions[session] else { return }
        await self.note(work, of: session, at: self.clock.now)
        guard await martlet.outbox(of: work.account).mayCall() else { return }
        let call = SessionHeartbeat(localID: session, duration: Self.seconds(worked))
        // One that is not heard is made up for by the next.
        guard let answer = try? await martlet.call(call), answer.session.localID == session,
            let reason = answer.session.endReason,
            self.sessions[session]?.tracker.endedElsewhere(reason) ?? false
        else { return }
        self.sessions[session] = nil
        try? await self.ledger(work.account).forgetWork(on: OutboxPlacement.lane(of: session))
    }

    private func note(_ work: Work, of session: LocalID, at now: Time.Instant) async {
        let worked = work.tracker.worked(at: now)
        try? await self.ledger(work.account)
            .noteWork(on: OutboxPlacement.lane(of: session), worked: worked, at: self.date())
    }

    // MARK: - Ends

    private func decide(_ finish: WorkTracker<Time.Instant>.Finish, of session: LocalID) {
        guard let startedAt = self.sessions[session]?.startedAt else { return }
        self.sessions[session]?.end = SessionEnd(
            localID: session,
            duration: Self.seconds(finish.worked),
            endedAt: startedAt.advanced(by: finish.endedAfter),
            reason: finish.reason,
            idempotencyKey: Self.key(ofEnd: session)
        )
    }

    /// Queues an end that is decided; it is this client's to say until the outbox has it.
    private func sendEnd(
        of session: LocalID,
        for martlet: Martlet,
        within patience: Duration
    ) async throws(RPCError) -> Posting<WorkSession> {
        guard let work = self.sessions[session], let end = work.end else { return .duplicate }
        var durability = Durability.durable
        durability.patience = patience
        let posting = try await martlet.call(end, durability, for: work.account, isWatched: false)
        self.sessions[session] = nil
        return posting
    }

    /// Ends the sessions of processes that are gone, where they were last known to go on.
    private func endAbandoned(for martlet: Martlet) async {
        let now = self.clock.now
        guard let lookDue = self.lookDue, now >= lookDue else { return }
        self.lookDue = now.advanced(by: self.rhythm.silence)
        guard let account = try? await martlet.account(),
            let works = try? await self.ledger(account).abandonedWork(since: self.date())
        else { return }
        let gone = self.date().advanced(by: .zero - self.rhythm.silence)
        var mayFollow = !self.sessions.isEmpty
        for work in works {
            guard let session = OutboxPlacement.session(of: work.lane), self.sessions[session] == nil else { continue }
            guard work.seenAt <= gone else {
                mayFollow = true
                continue
            }
            let end = SessionEnd(
                localID: session,
                duration: Self.seconds(work.worked),
                endedAt: work.seenAt,
                reason: .closed,
                idempotencyKey: Self.key(ofEnd: session)
            )
            var durability = Durability.durable
            durability.patience = .zero
            _ = try? await martlet.call(end, durability, for: account, isWatched: false)
        }
        if !mayFollow { self.lookDue = nil }
    }

    private static func key(ofEnd session: LocalID) -> String { "end-\(session)" }

    /// Whole seconds, as many as a session may have.
    private static func seconds(_ worked: Duration) -> Int64 {
        min(worked.components.seconds, Limits.sessionSeconds)
    }
}

extension WorkState {
    fileprivate init<Instant>(_ state: WorkTracker<Instant>.State) {
        switch state {
        case .running: self = .running
        case .paused: self = .paused
        case .over: self = .over
        }
    }
}
