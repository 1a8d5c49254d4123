// SPDX-License-Identifier: Apache-2.0

import MartletRules
import Synchronization

/// Where those who switched users wait to hear how it ended; open while somebody follows.
final class SwitchDesk: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [(change: UserSwitch, continuation: CheckedContinuation<UserSwitch.Outcome, Never>)] = []
    }

    private let state = Mutex(State())

    var isOpen: Bool { self.state.withLock { $0.isOpen } }

    /// Opens it.
    /// - Returns: Whether it was closed.
    func open() -> Bool {
        self.state.withLock { state in
            defer { state.isOpen = true }
            return !state.isOpen
        }
    }

    /// Waits for the end of a switch that `begin` asks for.
    func outcome(of change: UserSwitch, _ begin: () -> Void) async -> UserSwitch.Outcome {
        await withCheckedContinuation { continuation in
            let isOpen = self.state.withLock { state in
                guard state.isOpen else { return false }
                state.waiters.append((change, continuation))
                begin()
                return true
            }
            if !isOpen { continuation.resume(returning: .closed) }
        }
    }

    /// Tells whoever waited longest for such a switch how it ended.
    func settle(_ change: UserSwitch, _ outcome: UserSwitch.Outcome) {
        let waiter = self.state.withLock { state in
            state.waiters.firstIndex { $0.change == change }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(returning: outcome)
    }

    /// Tells everybody: nobody is left to carry out a switch.
    func close() {
        let all = self.state.withLock { state in
            defer { state = State() }
            return state.waiters
        }
        for waiter in all { waiter.continuation.resume(returning: .closed) }
    }
}
