// SPDX-License-Identifier: Apache-2.0

/// The heartbeats of all connections of one event loop, on one timer.
///
/// Connections sit in buckets by the tick at which something is due for them, so that a tick costs what is due in it
/// and everything else is constant time; a connection costs 24 bytes. Belongs to one loop and is never copied.
///
/// Time is counted in ticks, and a tick that comes late counts once: while the loop was busy elsewhere it did not read
/// either, and its own stall is not the peers' silence.
///
/// Nor is it silence when a peer that has yet to take what was written before does not answer a ping that is behind all
/// that, or was not written for it. Whether such a reader is too slow is the log's tail to say. Only when it has taken
/// nothing at all for an interval and the patience is it given up: a network that is cut takes nothing either, and would
/// otherwise never be noticed.
package struct HeartbeatWheel<Peer: AnyObject, Instant: InstantProtocol> where Instant.Duration == Duration {
    /// How long one tick lasts: call ``tick(at:)`` that often.
    package let resolution: Duration
    private var seats: HeartbeatSeats
    private var clock: Instant

    /// Creates a wheel without connections; a tick is at most a second and at most a 25th of the interval.
    package init(timing: HeartbeatTiming = HeartbeatTiming(), startingAt now: Instant) {
        let resolution = min(.seconds(1), timing.interval / 25)
        self.resolution = resolution
        self.clock = now
        self.seats = HeartbeatSeats(
            interval: Int((timing.interval / resolution).rounded(.up)),
            patience: Int((timing.patience / resolution).rounded(.up))
        )
    }

    /// How many connections there are.
    package var count: Int { self.seats.count }

    /// Seats a connection; its first ping comes at a random point of the interval.
    ///
    /// - Parameters:
    ///   - peer: The connection, as the owner knows it.
    ///   - answers: Whether it is expected to answer; an event stream is pinged but cannot be heard.
    ///   - generator: Chooses the point.
    /// - Returns: Its seat.
    package mutating func add(
        _ peer: Peer,
        answers: Bool = true,
        using generator: inout some RandomNumberGenerator
    ) -> HeartbeatSeat {
        // That the first ticks are likelier by a hair harms nobody.
        let ticks = 1 + Int(generator.next() % UInt64(self.seats.interval))
        return self.seats.add(peer, answers: answers, after: ticks)
    }

    /// Frees a seat; a seat that is free already stays so.
    package mutating func remove(_ seat: HeartbeatSeat) {
        self.seats.remove(seat)
    }

    /// Notes that any frame arrived, or that a peer that took nothing more has taken enough to go on: a pong proves no
    /// more than data does.
    package mutating func heard(_ seat: HeartbeatSeat) {
        self.seats.heard(seat)
    }

    /// Decides what the passing of time calls for, in no particular order.
    ///
    /// - Parameters:
    ///   - now: The instant.
    ///   - unsent: How many bytes a peer has yet to take before more can be written; nil if it can be written to.
    /// - Returns: Whom to ping, and whom to give up.
    package mutating func tick(
        at now: Instant,
        unsent: (Peer) -> Int? = { _ in nil }
    ) -> [(peer: Peer, action: HeartbeatAction)] {
        var due: [(peer: Peer, action: HeartbeatAction)] = []
        // Two at most: a timer that runs a little late catches up, one that stalled does not.
        for _ in 0..<2 where self.clock.advanced(by: self.resolution) <= now {
            self.clock = self.clock.advanced(by: self.resolution)
            self.seats.turn(unsent: { unsent(unsafeDowncast($0, to: Peer.self)) }) { peer, action in
                due.append((unsafeDowncast(peer, to: Peer.self), action))
            }
        }
        if self.clock.advanced(by: self.resolution) <= now { self.clock = now }
        return due
    }
}
