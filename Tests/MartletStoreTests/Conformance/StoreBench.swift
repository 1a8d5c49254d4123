// SPDX-License-Identifier: Apache-2.0

import Dispatch
import MartletStore
import MartletTesting
import MartletWire
import Synchronization

/// A store under test, with what it has told so far.
///
/// Its wall clock moves by one millisecond whenever it is asked, so that changes share an instant if and only if they
/// share a transaction.
final class StoreBench: Sendable {
    let store: any Store
    let place: any StorePlace
    private let told: Told
    private let clock: TickingClock

    private init(_ place: any StorePlace, epoch: String, clock: TickingClock) async throws {
        let told = Told()
        self.place = place
        self.told = told
        self.clock = clock
        self.store = try await place.open(
            epoch: Epoch(rawValue: epoch),
            clock: { clock.tick() },
            committed: { told.note($0) }
        )
    }

    /// Runs a story on an empty store, and others after it was closed and opened again.
    static func run(
        _ kind: StoreKind,
        _ story: @escaping (StoreBench) async throws -> Void,
        afterRestart next: ((StoreBench) async throws -> Void)? = nil
    ) async throws {
        let place = try kind.makePlace()
        defer { place.remove() }
        let clock = TickingClock()
        for (life, story) in [story, next].compactMap(\.self).enumerated() {
            try await Self.run(place, epoch: "t\(life)", clock: clock, story)
        }
    }

    /// Runs a story on the store of a place.
    static func run(
        _ place: any StorePlace,
        epoch: String,
        clock: TickingClock = TickingClock(),
        _ story: (StoreBench) async throws -> Void
    ) async throws {
        let bench = try await StoreBench(place, epoch: epoch, clock: clock)
        do {
            try await story(bench)
        } catch {
            await bench.store.close()
            throw error
        }
        await bench.store.close()
    }

    /// What was told as committed, in order.
    var entries: [LogEntry] { self.told.entries }

    /// The wall clock.
    var now: Timestamp { self.clock.now }

    /// Moves the wall clock.
    func advance(by duration: Duration) { self.clock.advance(by: duration) }

    /// Appends one small event.
    @discardableResult
    func append(to audience: Audience, memberships: [MembershipChange] = []) async throws -> Seq {
        try await self.store.commit {
            try $0.append(to: audience, memberships: memberships, redacting: []) { ReadUpdated.note($0) }
        }
    }

    /// Makes these changes share one transaction.
    func together<Answer: Sendable>(
        _ changes: (@Sendable (any StoreWriting) throws -> Answer)...
    ) async -> [Result<Answer, any Error>] {
        await self.together(changes)
    }

    /// Makes these changes share one transaction.
    func together<Answer: Sendable>(
        _ changes: [@Sendable (any StoreWriting) throws -> Answer]
    ) async -> [Result<Answer, any Error>] {
        let outcomes = Mutex<[Int: Result<Answer, any Error>]>([:])
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            // While a change is being made, the ones submitted meanwhile wait, and go together.
            let (begun, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            self.store.submit(
                Change { _ in
                    begun.signal()
                    gate.wait()
                } completion: { _ in
                }
            )
            // Before it has begun, the first of the others could still go with it.
            begun.wait()
            for (index, change) in changes.enumerated() {
                self.store.submit(
                    Change(change) { outcome in
                        let count = outcomes.withLock { outcomes in
                            outcomes[index] = outcome
                            return outcomes.count
                        }
                        if count == changes.count { done.resume() }
                    }
                )
            }
            gate.signal()
        }
        return outcomes.withLock { outcomes in outcomes.sorted { $0.key < $1.key }.map(\.value) }
    }
}

extension ReadUpdated {
    /// A small event that says which entry it is.
    static func note(_ seq: Seq) -> Self {
        Self(userID: 1, channelID: 1, lastReadMessage: MessageID(rawValue: seq))
    }
}

/// What a change throws when a test wants it to fail.
struct Refusal: Error, Equatable {}

/// Everything that a store told as committed.
private final class Told: Sendable {
    private let committed = Mutex<[LogEntry]>([])

    var entries: [LogEntry] { self.committed.withLock { $0 } }

    func note(_ entries: [LogEntry]) { self.committed.withLock { $0 += entries } }
}

/// A wall clock that moves whenever it is asked.
final class TickingClock: Sendable {
    private let instant = Mutex<Timestamp>(1_700_000_000_000)

    var now: Timestamp { self.instant.withLock { $0 } }

    func tick() -> Timestamp {
        self.instant.withLock { instant in
            instant = instant.advanced(by: .milliseconds(1))
            return instant
        }
    }

    func advance(by duration: Duration) {
        self.instant.withLock { $0 = $0.advanced(by: duration) }
    }
}
