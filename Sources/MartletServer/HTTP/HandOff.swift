// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Hands elements from event loops to the one task that waits for them.
///
/// Unlike an `AsyncStream` it drops nothing when that task is cancelled: what was offered before `finish` is always
/// taken, so that each connection is served to its end.
final class HandOff<Element: Sendable>: Sendable {
    private struct State {
        var waiting: [Element] = []
        var taker: CheckedContinuation<Void, Never>?
        var isFinished = false
    }

    private let state = Mutex(State())

    func offer(_ element: Element) {
        self.wake { $0.waiting.append(element) }
    }

    /// Ends it, once what was offered has been taken.
    func finish() {
        self.wake { $0.isFinished = true }
    }

    /// The next element, or nil at the end; for one task only.
    func next() async -> Element? {
        while true {
            let (element, isFinished) = self.state.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isFinished)
            }
            if let element { return element }
            if isFinished { return nil }
            await withCheckedContinuation { taker in
                let isReady = self.state.withLock { state in
                    guard state.waiting.isEmpty, !state.isFinished else { return true }
                    state.taker = taker
                    return false
                }
                if isReady {
                    taker.resume()
                }
            }
        }
    }

    private func wake(_ change: (inout State) -> Void) {
        let taker = self.state.withLock { state in
            change(&state)
            return state.taker.take()
        }
        taker?.resume()
    }
}
