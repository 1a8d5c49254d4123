// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// The connections that one dial is making, which end with it: a network that swallows everything must not hold up
/// whoever has changed their mind.
final class Dialling: Sendable {
    private struct State {
        var channels: [any NIOCore.Channel] = []
        var isOver = false
    }

    private let state = Mutex(State())

    /// Notes a connection that is being made.
    /// - Throws: `CancellationError` if nobody wants it any more.
    func began(_ channel: any NIOCore.Channel) throws {
        try self.state.withLock { state in
            guard !state.isOver else { throw CancellationError() }
            state.channels.append(channel)
        }
    }

    /// Ends them.
    func cancel() {
        let channels = self.state.withLock { state in
            state.isOver = true
            return state.channels
        }
        for channel in channels { channel.close(promise: nil) }
    }
}
