// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Synchronization

/// What an application has to load afresh, and may not have managed to yet.
struct Reload<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    let reason: ResyncReason?
    /// Where the stream goes on from there.
    let position: Position
    let run: Int
    /// What lets the source go on.
    let receipt: Int
    private(set) var dueAt: Instant?
    private var backoff = Backoff<Instant>(.reconnect)

    init(_ reason: ResyncReason?, at position: Position, run: Int, receipt: Int) {
        self.reason = reason
        self.position = position
        self.run = run
        self.receipt = receipt
    }

    func isDue(at now: Instant) -> Bool { self.dueAt.map { now >= $0 } ?? true }

    /// Notes that the application could not.
    mutating func failed(at now: Instant, using generator: inout some RandomNumberGenerator) {
        self.dueAt = now.advanced(by: self.backoff.failed(at: now, using: &generator))
    }
}

extension FeedRunner {
    /// Has the application load everything afresh.
    ///
    /// Until it has, the source waits, nothing counts as fresh, and no position is written down: nothing that follows
    /// would make sense without.
    mutating func load(
        _ reload: Reload<Time.Instant>,
        _ handle: Handle,
        _ group: inout DiscardingTaskGroup
    ) async {
        self.reload = nil
        await self.perform(self.feed.outdated(run: reload.run, at: self.clock.now), handle, &group)
        self.martlet.loaded.withLock { $0 = nil }
        do {
            try await handle(.resync(reload.reason))
        } catch {
            guard !Task.isCancelled else { return }
            self.martlet.board.show { status in
                status.handlerFailures += 1
                status.lastFailure = SourceFault.store.description
            }
            var reload = reload
            reload.failed(at: self.clock.now, using: &self.chance)
            self.reload = reload
            return
        }
        self.snapshot = self.martlet.loaded.withLock { $0 }
        await self.save(reload.position)
        self.martlet.inlet.acknowledge(reload.receipt)
        await self.perform(self.feed.delivered(run: reload.run, at: self.clock.now), handle, &group)
    }
}
