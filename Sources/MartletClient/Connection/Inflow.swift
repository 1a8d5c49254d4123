// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// What has arrived and waits to be handled; says when to stop reading and when to go on.
///
/// Unlike a channel's own asynchronous sequence it survives the cancellation of whoever listens, so that a farewell can
/// still be sent.
package final class Inflow: Sendable {
    private static let highWatermark = 256
    private static let lowWatermark = 64

    private struct State {
        var waiting = 0
        var isPaused = false
    }

    let events: AsyncStream<SocketEvent>
    private let continuation: AsyncStream<SocketEvent>.Continuation
    private let state = Mutex(State())

    package init() {
        (self.events, self.continuation) = AsyncStream.makeStream()
    }

    /// Whether more may be read from the network.
    var mayRead: Bool {
        self.state.withLock { state in
            state.isPaused = state.waiting >= Self.highWatermark
            return !state.isPaused
        }
    }

    package func arrived(_ event: SocketEvent) {
        self.state.withLock { $0.waiting += 1 }
        self.continuation.yield(event)
    }

    /// Notes that one event was handled; true if reading must be started again.
    func handled() -> Bool {
        self.state.withLock { state in
            state.waiting -= 1
            guard state.isPaused, state.waiting <= Self.lowWatermark else { return false }
            state.isPaused = false
            return true
        }
    }

    package func ended() {
        self.continuation.finish()
    }
}
