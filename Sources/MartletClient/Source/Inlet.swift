// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What a client has yet to act on: what the application says, and what a source brings.
///
/// A source's report stays until it was acted on, and the source waits for that: so nothing is read ahead of the
/// application, and a position is never ahead of what was applied.
final class Inlet: Sendable {
    /// One thing to act on.
    enum Item: Sendable {
        case signal(Signal)
        case report(SourceReport, run: Int, receipt: Int)
    }

    private struct State {
        var items: [Item] = []
        var receipts: [Int: CheckedContinuation<Void, any Error>] = [:]
        var lastReceipt = 0
    }

    private let state = Mutex(State())
    private let bell = Bell()

    /// Takes in what the application says; what it said before of the same thing is out of date.
    func tell(_ signal: Signal) {
        self.state.withLock { state in
            state.items.removeAll { item in
                if case .signal(let earlier) = item { earlier.isReplaced(by: signal) } else { false }
            }
            state.items.append(.signal(signal))
        }
        self.bell.ring()
    }

    /// Hands in a report, and waits until it was acted on.
    /// - Throws: `CancellationError` if the task was cancelled first; then nobody acts on it any more.
    func hand(_ report: SourceReport, run: Int) async throws {
        let receipt = self.state.withLock { state in
            state.lastReceipt += 1
            return state.lastReceipt
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isTaken = self.state.withLock { state in
                    guard !Task.isCancelled else { return false }
                    state.receipts[receipt] = continuation
                    state.items.append(.report(report, run: run, receipt: receipt))
                    return true
                }
                guard isTaken else { return continuation.resume(throwing: CancellationError()) }
                self.bell.ring()
            }
        } onCancel: {
            let waiting = self.state.withLock { state in
                state.items.removeAll { item in
                    if case .report(_, _, receipt) = item { true } else { false }
                }
                return state.receipts.removeValue(forKey: receipt)
            }
            waiting?.resume(throwing: CancellationError())
        }
    }

    /// Lets whoever handed in a report go on.
    func acknowledge(_ receipt: Int) {
        self.state.withLock { $0.receipts.removeValue(forKey: receipt) }?.resume()
    }

    /// The next thing to act on; nil if there is none.
    func next() -> Item? {
        self.state.withLock { $0.items.isEmpty ? nil : $0.items.removeFirst() }
    }

    /// Drops every switch of user that nobody has begun: those who wait for one are told otherwise.
    func forgetSwitches() {
        self.state.withLock { state in
            state.items.removeAll { item in
                if case .signal(.userSwitch) = item { true } else { false }
            }
        }
    }

    /// Waits for something to act on, an instant, or the end of the task.
    func wait<Time: Clock>(until deadline: Time.Instant?, on clock: Time) async where Time.Duration == Duration {
        await self.bell.wait(until: deadline, on: clock)
    }
}
