// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// Does what ``MartletRules/ModeKeeper`` and ``MartletRules/Feed`` decide, one thing after the other: runs a source,
/// hands what it brings to the application, and writes down where that stands.
///
/// Everything is done by the task that follows; sources and the outbox run beside it, and hand in through an ``Inlet``.
struct FeedRunner<Time: Clock, Chance: RandomNumberGenerator & Sendable> where Time.Duration == Duration {
    typealias Handle = (FeedUpdate) async throws -> Void

    let martlet: Martlet
    let clock: Time
    var chance: Chance
    var keeper: ModeKeeper<Time.Instant>
    var feed: Feed<Time.Instant>
    var gate = DrainGate()
    var reception = Reception()
    var freshness: Timestamp?
    /// What was loaded afresh, while events may still come that are part of it.
    var snapshot: Snapshot?
    /// What the application has yet to load afresh; its source waits for that.
    var reload: Reload<Time.Instant>?
    var running: SourceRun?
    /// Whose position and outbox it is; nil before anybody's.
    var account: Account?
    /// Who follows once what is theirs is restored.
    var next: Identity?
    /// Whether what waits to be sent is to be looked at again.
    var hasOutboxChanged = true
    /// Whose outboxes run beside this.
    var sending: Set<Account> = []
    /// What tells of network and lifecycle, if the application does not itself.
    let platform: (any PlatformProbe)?
    var recovery: Recovery<Time.Instant>
    /// Hands credentials on, once the application has said to whom.
    var courier: CredentialCourier<Time>?
    var isInForeground: Bool
    /// Since when the mode that is shown applies.
    var modeSince: Time.Instant?

    init(_ martlet: Martlet, settings: ModeSettings, platform: (any PlatformProbe)?, clock: Time, chance: Chance) {
        self.martlet = martlet
        self.platform = platform
        self.recovery = Recovery(startingAt: clock.now)
        self.isInForeground = settings.startsInForeground
        self.clock = clock
        self.chance = chance
        self.keeper = ModeKeeper(settings, startingAt: clock.now)
        self.feed = Feed(startingAt: clock.now)
    }

    /// Follows until the task is cancelled.
    mutating func run(_ handle: Handle) async throws {
        let account = try await self.firstAccount()
        await withDiscardingTaskGroup { group in
            if let platform = self.platform {
                group.addTask { [inlet = self.martlet.inlet] in
                    for await news in platform.news() { inlet.tell(Signal(news)) }
                }
            }
            await self.share(&group)
            // What was said before counts from the first mode on.
            while let item = self.martlet.inlet.next() {
                if case .signal(let signal) = item { await self.heard(signal, handle, &group) }
            }
            await self.perform(self.keeper.timerFired(at: self.clock.now), handle, &group)
            await self.perform(self.feed.userSwitched(UserSwitch(to: account.user), at: self.clock.now), handle, &group)
            while !Task.isCancelled { await self.turn(handle, &group) }
            await self.perform(self.feed.closed(), handle, &group)
            group.cancelAll()
        }
        self.martlet.board.show { $0.mode = nil }
        throw CancellationError()
    }

    /// Who follows first; waits for a network if only the server knows.
    private mutating func firstAccount() async throws -> Account {
        var backoff = Backoff<Time.Instant>(.reconnect)
        while true {
            do throws(RPCError) {
                return try await self.martlet.account()
            } catch {
                guard error.data.isRetryable else { throw error }
                try await self.clock.sleep(for: backoff.failed(at: self.clock.now, using: &self.chance))
            }
        }
    }

    /// Does the next thing that is due, or waits for one.
    private mutating func turn(_ handle: Handle, _ group: inout DiscardingTaskGroup) async {
        let now = self.clock.now
        if let wakeAt = self.keeper.wakeAt, wakeAt <= now {
            await self.perform(self.keeper.timerFired(at: now), handle, &group)
        } else if let wakeAt = self.feed.wakeAt, wakeAt <= now {
            await self.perform(self.feed.timerFired(at: now), handle, &group)
        } else if let reload = self.reload, reload.isDue(at: now) {
            await self.load(reload, handle, &group)
        } else if let item = self.martlet.inlet.next() {
            switch item {
            case .signal(let signal):
                await self.heard(signal, handle, &group)
            case .report(let report, let run, let receipt):
                await self.took(report, run: run, receipt: receipt, handle, &group)
            }
        } else {
            await self.showStatus()
            let wakeAt = [self.keeper.wakeAt, self.feed.wakeAt, self.reload?.dueAt].compactMap(\.self).min()
            await self.martlet.inlet.wait(until: wakeAt, on: self.clock)
        }
    }

    /// Acts on what a source brought; lets the source go on before anything may stop it.
    private mutating func took(
        _ report: SourceReport,
        run: Int,
        receipt: Int,
        _ handle: Handle,
        _ group: inout DiscardingTaskGroup
    ) async {
        let inlet = self.martlet.inlet
        guard run == self.running?.number else { return inlet.acknowledge(receipt) }
        switch report {
        case .connected(let hello):
            inlet.acknowledge(receipt)
            if let version = hello.serverVersion { await self.outbox?.served(by: version) }
            // If not, what follows is to load afresh, and only that makes anything fresh.
            guard hello.isResumed else { return }
        case .begins(let position):
            return await self.load(Reload(nil, at: position, run: run, receipt: receipt), handle, &group)
        case .resync(let reason, let position):
            return await self.load(Reload(reason, at: position, run: run, receipt: receipt), handle, &group)
        case .event(let frame, let position):
            if self.snapshot?.holds(frame) != true { await self.apply(frame, handle) }
            if let position { await self.save(position) }
            inlet.acknowledge(receipt)
        case .advanced(let position):
            await self.save(position)
            inlet.acknowledge(receipt)
        case .interrupted(_, _, let verdict), .stopped(let verdict):
            inlet.acknowledge(receipt)
            await self.perform(self.feed.failed(run: run, verdict, at: self.clock.now), handle, &group)
            return
        }
        await self.perform(self.feed.delivered(run: run, at: self.clock.now), handle, &group)
    }

    /// Hands an event to the application; one that it does not take in is not handed in again.
    private func apply(_ frame: EventFrame, _ handle: Handle) async {
        do {
            try await handle(.event(frame))
        } catch {
            self.martlet.board.show { $0.handlerFailures += 1 }
        }
    }

    /// Writes down where the stream stands; what cannot be written now is made up for by the next.
    mutating func save(_ position: Position) async {
        guard let account = self.account else { return }
        let now = self.martlet.date()
        self.freshness = now
        if self.snapshot?.isOver(at: position) == true { self.snapshot = nil }
        do {
            let bookmark = Bookmark(position, freshness: now, snapshot: self.snapshot)
            try await self.martlet.positions.save(bookmark, of: account)
        } catch {
            self.martlet.board.show { $0.lastFailure = SourceFault.store.description }
        }
    }
}
