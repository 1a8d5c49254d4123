// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A clock that moves only when a test says so.
public final class ManualClock: Clock, Sendable {
    private struct State {
        var now = ManualInstant(.zero)
        var nextSleeper = 0
        var sleepers: [Int: (deadline: ManualInstant, wake: CheckedContinuation<Void, any Error>)] = [:]
        var arrivals: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Creates a clock at the start of the test's time.
    public init() {}

    /// The test's time now.
    public var now: ManualInstant { self.state.withLock { $0.now } }

    /// The smallest step.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// Sleeps until the test moves the clock to the deadline.
    public func sleep(until deadline: ManualInstant, tolerance: Duration?) async throws {
        let id = self.state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let arrivals: [CheckedContinuation<Void, Never>] = self.state.withLock { state in
                    if Task.isCancelled {
                        continuation.resume(throwing: CancellationError())
                    } else if state.now >= deadline {
                        continuation.resume()
                    } else {
                        state.sleepers[id] = (deadline, continuation)
                        defer { state.arrivals = [] }
                        return state.arrivals
                    }
                    return []
                }
                for arrival in arrivals { arrival.resume() }
            }
        } onCancel: {
            self.state.withLock { $0.sleepers.removeValue(forKey: id) }?.wake.resume(throwing: CancellationError())
        }
    }

    /// Waits until some task sleeps on this clock, so that a test never moves time too early.
    public func sleeperArrived() async {
        await withCheckedContinuation { continuation in
            let isHere = self.state.withLock { state in
                if state.sleepers.isEmpty { state.arrivals.append(continuation) }
                return !state.sleepers.isEmpty
            }
            if isHere { continuation.resume() }
        }
    }

    /// Moves time forward and wakes everyone whose deadline has come, earliest first.
    public func advance(by duration: Duration) {
        let due = self.state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for sleeper in due { sleeper.wake.resume() }
    }

    /// Lets time pass, a step at a turn, until something is done.
    ///
    /// For what takes as long as it takes; a test of a deadline moves the clock itself.
    /// - Returns: What `body` returns.
    @discardableResult
    public func advance<Answer: Sendable>(
        by step: Duration,
        until body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while !Task.isCancelled {
                    // Gives those who were woken a moment of the real time.
                    try? await Task.sleep(for: .milliseconds(2))
                    self.advance(by: step)
                }
                return nil
            }
            defer { group.cancelAll() }
            while let answer = try await group.next() {
                if let answer { return answer }
            }
            throw CancellationError()
        }
    }
}
