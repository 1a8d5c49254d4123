// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

extension FeedRunner {
    /// Who sends for the person who follows.
    var outbox: (any DurableOutbox)? { self.account.map { self.martlet.outbox(of: $0) } }

    /// Does what the mode calls for, in order.
    mutating func perform(
        _ actions: [ModeKeeper<Time.Instant>.Action],
        noticing sign: Recovery<Time.Instant>.Trigger = .visible,
        _ handle: Handle,
        _ group: inout DiscardingTaskGroup
    ) async {
        for action in actions {
            switch action {
            case .flush:
                if self.gate.isOpen { await self.outbox?.flush() }
            case .networkChanged(let isAvailable):
                _ = self.gate.networkChanged(isAvailable: isAvailable)
                await self.outbox?.networkChanged(isOnline: self.gate.isOpen)
            case .probe:
                self.running?.probes.ring()
            case .encourage:
                let action = self.recovery.noticed(sign, isHealthy: self.feed.isWell, at: self.clock.now)
                await self.recover(action, handle, &group)
            case .apply(let decision):
                await self.perform(self.feed.modeChanged(to: decision.mode, at: self.clock.now), handle, &group)
                if self.gate.applied(decision) { await self.outbox?.networkChanged(isOnline: self.gate.isOpen) }
                self.keeper.applied(decision, at: self.clock.now)
            }
        }
    }

    /// Does what the feed calls for, in order.
    mutating func perform(
        _ actions: [Feed<Time.Instant>.Action],
        _ handle: Handle,
        _ group: inout DiscardingTaskGroup
    ) async {
        var restored: UserID?
        for action in actions {
            switch action {
            case .stop(let number):
                await self.stop(number)
            case .forget:
                await self.forget(handle)
            case .restore(let user):
                await self.restore(user, &group)
                restored = user
            case .start(let source, let number):
                self.start(source, number, &group)
            case .report(let status):
                self.martlet.board.show { shown in
                    shown.freshness = ClientStatus.Freshness(status.state)
                    shown.lastFailure = status.lastFailure?.fault.description
                }
            case .settle(let change, let outcome):
                self.martlet.switches.settle(change, outcome)
            }
        }
        guard let restored else { return }
        await self.perform(
            self.feed.restored(for: restored, isEmpty: self.freshness == nil, at: self.clock.now),
            handle,
            &group
        )
    }

    /// Shows the mode and what waits to be sent.
    mutating func showStatus() async {
        let outbox = self.hasOutboxChanged ? try? await self.outbox?.status() : nil
        self.hasOutboxChanged = false
        let (mode, now, date) = (self.keeper.status, self.clock.now, self.martlet.date())
        let shownSince = self.modeSince
        self.modeSince = mode?.since
        self.martlet.board.show { status in
            if let mode {
                let since = date.advanced(by: .zero - mode.since.duration(to: now))
                let kind = ClientStatus.Mode(mode.decision.mode.mode)
                // Two clocks do not run alike: an instant that is known stays as it was first said.
                if mode.since != shownSince || status.mode == nil { status.since = since }
                status.mode = kind
                status.cause = ClientStatus.Cause(mode.decision)
            }
            if let outbox {
                status.outboxDepth = outbox.totals.items
                status.deadLetters = outbox.totals.deadLetters
            }
        }
    }

    private mutating func stop(_ number: Int) async {
        guard let running = self.running, running.number == number else { return }
        self.running = nil
        self.reload = nil
        self.reception = await running.stop(on: self.clock)
    }

    private mutating func forget(_ handle: Handle) async {
        self.reception = Reception()
        self.freshness = nil
        self.snapshot = nil
        if let account = self.account {
            await self.martlet.outbox(of: account).freeze()
            try? await self.martlet.positions.forget(account)
        }
        do {
            try await handle(.forget)
        } catch {
            self.martlet.board.show { $0.handlerFailures += 1 }
        }
    }

    /// Takes up where a person stood, under their own credentials.
    private mutating func restore(_ user: UserID, _ group: inout DiscardingTaskGroup) async {
        let next = self.next
        self.next = nil
        if let next { self.martlet.become(next) }
        let account = Account(user, on: self.martlet.server.address.authority)
        self.account = account
        // What cannot be written or read is as if it had never been: everything is loaded afresh.
        try? await self.martlet.positions.signedIn(account)
        let bookmark = try? await self.martlet.positions.bookmark(of: account)
        self.reception = Reception(from: bookmark?.position)
        self.freshness = bookmark?.freshness
        self.snapshot = bookmark?.snapshot
        let outbox = self.martlet.outbox(of: account)
        if next != nil { await outbox.signedIn() }
        await outbox.thaw()
        await self.introduce(account)
        self.hasOutboxChanged = true
        await outbox.networkChanged(isOnline: self.gate.isOpen)
        if self.sending.insert(account).inserted { group.addTask { await outbox.run() } }
    }

    private mutating func start(_ source: Source, _ number: Int, _ group: inout DiscardingTaskGroup) {
        let run = SourceRun(number, from: self.reception)
        self.running = run
        // So that each run draws from a place of its own.
        _ = self.chance.next()
        let (martlet, clock, chance) = (self.martlet, self.clock, self.chance)
        let (identity, reception, freshness) = (martlet.identity, self.reception, self.freshness)
        let hand: @Sendable (SourceReport) async throws -> Void = { try await martlet.inlet.hand($0, run: number) }
        let poller: @Sendable (Poller<Time, Chance>.Rhythm) async -> Reception = { rhythm in
            var poller = Poller(
                server: martlet.server,
                identity: identity,
                clock: clock,
                date: martlet.date,
                chance: chance,
                reception: reception,
                rhythm: rhythm
            )
            // It ends when it was told to, or has told why.
            try? await poller.run(hand)
            return poller.reception
        }
        group.addTask {
            await run.perform(on: clock) {
                switch source {
                case .streaming:
                    var follower = Follower(
                        martlet.server,
                        as: identity,
                        from: reception,
                        clock: clock,
                        chance: chance,
                        probes: run.probes
                    )
                    try? await follower.run(hand)
                    return follower.reception
                case .polling: return await poller(.chained(LongPolling(startingAt: clock.now)))
                case .backgroundPolling: return await poller(.rare(BackgroundPolling(freshness: freshness)))
                }
            }
        }
    }
}
