// SPDX-License-Identifier: Apache-2.0

/// How often a peer is asked whether it is there, and how long each side believes in silence.
package struct HeartbeatTiming: Hashable, Sendable {
    /// How often the server pings.
    package var interval: Duration
    /// How long a pinged peer has to say anything.
    package var patience: Duration

    package init(interval: Duration = .seconds(25), patience: Duration = .seconds(10)) {
        precondition(interval > .zero && patience > .zero, "a heartbeat takes time")
        self.interval = interval
        self.patience = patience
    }

    /// How long a client that hears nothing still believes in its connection.
    package var silence: Duration { self.interval + self.patience }
}
