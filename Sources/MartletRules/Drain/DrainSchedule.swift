// SPDX-License-Identifier: Apache-2.0

/// When each connection is closed by a server that is going away, and when it may come back.
///
/// The closes are spread evenly, no faster than a rate and no longer than a window, so that whoever takes the
/// connections over sees a stream and not a wave; and a server with few connections is gone at once.
package struct DrainSchedule: Hashable, Sendable {
    /// One connection's own place in the window.
    package struct Slot: Hashable, Sendable {
        /// When to close it, counted from the start of the drain.
        package var closeAfter: Duration
        /// What to tell it as `reconnect_after_ms`: the least pause between its close and its return.
        package var reconnectAfter: Duration
    }

    private let connections: Int
    private let length: Duration
    private let spread: Duration

    /// Lays out a drain.
    ///
    /// - Parameters:
    ///   - connections: How many are open.
    ///   - window: The longest that all of it may take.
    ///   - rate: How many connections a second are closed if the window allows.
    ///   - spread: Over how long the returns are spread.
    package init(
        connections: Int,
        window: Duration = .seconds(20),
        rate: Int = 500,
        spread: Duration = .seconds(5)
    ) {
        precondition(rate > 0 && window >= .zero && spread >= .zero, "a drain moves on")
        self.connections = max(connections, 1)
        self.length = min(window, .seconds(1) * connections / rate)
        self.spread = spread
    }

    /// The place of one connection, counted from 0; those that were not counted share the last.
    package func slot(_ index: Int, using generator: inout some RandomNumberGenerator) -> Slot {
        let place = min(max(index, 0), self.connections - 1)
        return Slot(
            closeAfter: self.length * place / self.connections,
            reconnectAfter: self.spread * Double.random(in: 0...1, using: &generator)
        )
    }
}
