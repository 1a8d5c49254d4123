// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Shows how a client stands to whoever looks, and each change to whoever stays.
final class StatusBoard: Sendable {
    private struct State {
        var status: ClientStatus
        var readers: [Int: AsyncStream<ClientStatus>.Continuation] = [:]
        var lastReader = 0
    }

    private let state: Mutex<State>

    init(_ status: ClientStatus) {
        self.state = Mutex(State(status: status))
    }

    var status: ClientStatus { self.state.withLock { $0.status } }

    /// The status now, and after each change; a slow reader misses what was out of date before it looked.
    func updates() -> AsyncStream<ClientStatus> {
        let (stream, reader) = AsyncStream<ClientStatus>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = self.state.withLock { state in
            state.lastReader += 1
            state.readers[state.lastReader] = reader
            reader.yield(state.status)
            return state.lastReader
        }
        reader.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.readers.removeValue(forKey: number) }
        }
        return stream
    }

    /// Shows another status.
    func show(_ change: (inout ClientStatus) -> Void) {
        self.state.withLock { state in
            let before = state.status
            change(&state.status)
            guard state.status != before else { return }
            for reader in state.readers.values { reader.yield(state.status) }
        }
    }
}
