// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Synchronization

/// What one loop counts: summed up in plain numbers, and said once a turn.
struct ShardMetrics {
    let connections = ConnectionMetrics()
    let replays = ReplayMetrics()
    private let deliveries = DeliveryMetrics()
    private var logged = Tally()
    private var ephemeral = Tally()
    private var control = Tally()

    private struct Tally {
        var frames = 0
        var bytes = 0
    }

    @inline(__always)
    mutating func wrote(_ frames: Int, bytes: Int) {
        self.logged.frames &+= frames
        self.logged.bytes &+= bytes
    }

    mutating func wrote(ephemeral bytes: Int) {
        self.ephemeral.frames += 1
        self.ephemeral.bytes += bytes
    }

    mutating func wrote(control bytes: Int) {
        self.control.frames += 1
        self.control.bytes += bytes
    }

    /// Says what has been summed up.
    mutating func publish() {
        if self.logged.frames > 0 { self.deliveries.delivered(self.logged.frames, bytes: self.logged.bytes) }
        if self.ephemeral.frames > 0 {
            self.deliveries.delivered(ephemeral: self.ephemeral.frames, bytes: self.ephemeral.bytes)
        }
        if self.control.frames > 0 {
            self.deliveries.delivered(control: self.control.frames, bytes: self.control.bytes)
        }
        (self.logged, self.ephemeral, self.control) = (Tally(), Tally(), Tally())
    }
}

/// Sessions change their phase here alone, so that what is counted is what is.
extension FanoutShard {
    func move(_ session: Session, to phase: Session.Phase) {
        let (was, isBehind) = (session.isBehind, phase.isBehind)
        session.phase = phase
        guard was != isBehind else { return }
        if isBehind {
            self.behind[ObjectIdentifier(session)] = session
            self.metrics.connections.fellBehind()
        } else {
            self.behind[ObjectIdentifier(session)] = nil
            self.metrics.connections.caughtUp()
        }
    }

    /// Notes how far behind the slowest session is.
    func noteLag() {
        let slowest = self.behind.values.reduce(self.tail.head) { min($0, $1.cursor) }
        self.inbox?.lag.store(self.tail.head - slowest, ordering: .relaxed)
    }
}
