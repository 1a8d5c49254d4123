// SPDX-License-Identifier: Apache-2.0

import MartletServer
import Synchronization

/// A source of keys that answers as a test has written, and only when the test lets it.
final class ScriptedKeys: KeySource {
    private struct State {
        var answers: [Result<KeyDocument?, KeyDocument.Fault>]
        var loads = 0
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
        var arrivals: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    /// Answers these in turn, the last one for ever.
    init(_ answers: [Result<KeyDocument?, KeyDocument.Fault>]) {
        self.state = Mutex(State(answers: answers))
    }

    /// How often the keys were asked for.
    var loads: Int { self.state.withLock { $0.loads } }

    /// Makes whoever asks wait.
    func hold() { self.state.withLock { $0.isHeld = true } }

    /// Waits until somebody has asked since the holding began.
    func askedFor() async {
        await withCheckedContinuation { continuation in
            let isHere = self.state.withLock { state in
                if state.held.isEmpty { state.arrivals.append(continuation) }
                return !state.held.isEmpty
            }
            if isHere { continuation.resume() }
        }
    }

    /// Answers those who wait.
    func release() {
        let held = self.state.withLock { state in
            defer { state.held = [] }
            state.isHeld = false
            return state.held
        }
        for one in held { one.resume() }
    }

    func load() async throws -> KeyDocument? {
        let (answer, isHeld) = self.state.withLock { state in
            state.loads += 1
            let answer = state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
            return (answer, state.isHeld)
        }
        if isHeld {
            await withCheckedContinuation { continuation in
                let arrivals = self.state.withLock { state in
                    defer { state.arrivals = [] }
                    state.held.append(continuation)
                    return state.arrivals
                }
                for arrival in arrivals { arrival.resume() }
            }
        }
        return try answer.get()
    }
}
