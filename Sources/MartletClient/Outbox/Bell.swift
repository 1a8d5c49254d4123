// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Wakes the one who waits, now or the next time it wants to: rung ten times is rung once.
final class Bell: Sendable {
    private enum State {
        case silent
        case rung
        case awaited(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.silent)

    /// Wakes whoever waits; the next to wait if nobody does.
    func ring() {
        let waiting: CheckedContinuation<Void, Never>? = self.state.withLock { state in
            guard case .awaited(let continuation) = state else {
                state = .rung
                return nil
            }
            state = .silent
            return continuation
        }
        waiting?.resume()
    }

    /// Waits for the bell or an instant, whichever comes first, or for the end of the task.
    func wait<Time: Clock>(until deadline: Time.Instant?, on clock: Time) async where Time.Duration == Duration {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.listen() }
            if let deadline {
                group.addTask { try? await clock.sleep(until: deadline, tolerance: nil) }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func listen() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = self.state.withLock { state in
                    if case .rung = state {
                        state = .silent
                        return true
                    }
                    guard !Task.isCancelled else { return true }
                    state = .awaited(continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiting: CheckedContinuation<Void, Never>? = self.state.withLock { state in
                guard case .awaited(let continuation) = state else { return nil }
                state = .silent
                return continuation
            }
            waiting?.resume()
        }
    }
}
