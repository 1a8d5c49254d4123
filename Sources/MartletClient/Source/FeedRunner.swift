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
    var running: SourceRun?
    /// Whose position and outbox it is; nil before anybody's.
    var account: Account?
    /// Who follows once what is theirs is restored.
    var next: Identity?
    /// Whether what waits to be sent is to be looked at again.
    var hasOutboxChanged = true
    /// Whose outboxes run beside this.
    var sending: Set<Account> = []

    init(_ martlet: Martlet, settings: ModeSettings, clock: Time, chance: Chance) {
        self.martlet = martlet
        self.clock = clock
        self.chance = chance
        self.keeper = ModeKeeper(settings, startingAt: clock.now)
        self.feed = Feed(startingAt: clock.now)
    }

    /// Follows until the task is cancelled.
    mutating func run(_ handle: Handle) async throws {
        let account = try await self.firstAccount()
        await withDiscardingTaskGroup { group in
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
        } else if let item = self.martlet.inlet.next() {
            switch item {
            case .signal(let signal):
                await self.heard(signal, handle, &group)
            case .report(let report, let run, let receipt):
                await self.took(report, run: run, handle, &group) { [inlet = self.martlet.inlet] in
                    inlet.acknowledge(receipt)
                }
            }
        } else {
            await self.showStatus()
            let wakeAt = [self.keeper.wakeAt, self.feed.wakeAt].compactMap(\.self).min()
            await self.martlet.inlet.wait(until: wakeAt, on: self.clock)
        }
    }

    private mutating func heard(_ signal: Signal, _ handle: Handle, _ group: inout DiscardingTaskGroup) async {
        let now = self.clock.now
        switch signal {
        case .network(let isAvailable):
            await self.perform(self.keeper.networkChanged(isAvailable: isAvailable, at: now), handle, &group)
        case .lifecycle(let isInForeground):
            await self.perform(self.keeper.lifecycleChanged(isInForeground: isInForeground, at: now), handle, &group)
        case .offline(let isOffline):
            await self.perform(self.keeper.offlineSet(isOffline), handle, &group)
        case .mode(let mode):
            self.keeper.modeRequested(mode, at: now)
        case .encouragement:
            await self.outbox?.signedIn()
            await self.perform(self.feed.encouraged(at: now), handle, &group)
        case .userSwitch(let change, let identity):
            self.next = identity
            await self.perform(self.feed.userSwitched(change, at: now), handle, &group)
            await self.perform(self.keeper.userSwitched(), handle, &group)
        case .outboxChanged:
            self.hasOutboxChanged = true
        }
    }

    /// Acts on what a source brought; lets the source go on before anything may stop it.
    private mutating func took(
        _ report: SourceReport,
        run: Int,
        _ handle: Handle,
        _ group: inout DiscardingTaskGroup,
        acknowledge: () -> Void
    ) async {
        guard run == self.running?.number else { return acknowledge() }
        switch report {
        case .connected:
            acknowledge()
        case .begins(let position):
            await self.apply(.resync(nil), then: position, handle)
            acknowledge()
        case .resync(let reason, let position):
            await self.apply(.resync(reason), then: position, handle)
            acknowledge()
        case .event(let frame, let position):
            await self.apply(.event(frame), then: position, handle)
            acknowledge()
        case .advanced(let position):
            await self.save(position)
            acknowledge()
        case .interrupted(_, _, let verdict), .stopped(let verdict):
            acknowledge()
            await self.perform(self.feed.failed(run: run, verdict, at: self.clock.now), handle, &group)
            return
        }
        await self.perform(self.feed.delivered(run: run, at: self.clock.now), handle, &group)
    }

    /// Hands something to the application; what it does not take in is not handed in again.
    private mutating func apply(_ update: FeedUpdate, then position: Position?, _ handle: Handle) async {
        do {
            try await handle(update)
        } catch {
            // Who leaves has not applied it.
            guard !Task.isCancelled else { return }
            self.martlet.board.show { $0.handlerFailures += 1 }
        }
        if let position { await self.save(position) }
    }

    /// Writes down where the stream stands; what cannot be written now is made up for by the next.
    private mutating func save(_ position: Position) async {
        guard let account = self.account else { return }
        let now = self.martlet.date()
        self.freshness = now
        do {
            try await self.martlet.positions.save(Bookmark(position, freshness: now), of: account)
        } catch {
            self.martlet.board.show { $0.lastFailure = SourceFault.store.description }
        }
    }
}
