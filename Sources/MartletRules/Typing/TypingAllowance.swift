// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How many typing signals are relayed: one call would otherwise speak to everyone in a channel.
///
/// What is too much is answered as if it had been relayed: a client lets the indicator expire by itself.
package struct TypingAllowance<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private var timeline = Timeline<Instant>()
    private var meter: TypingMeter

    /// Creates an allowance; without limits everything is relayed.
    package init(_ limits: TypingLimits? = TypingLimits()) {
        self.meter = TypingMeter(limits: limits)
    }

    /// How many people and places are remembered.
    package var count: Int { self.meter.places.count + self.meter.people.count }
    /// How many signals were not relayed.
    package var drops: Int { self.meter.drops }

    /// Whether a signal is relayed; what is not counts against neither limit.
    package mutating func relays(from user: UserID, in channel: ChannelID, at now: Instant) -> Bool {
        self.meter.relays(from: user, in: channel, at: self.timeline.moment(now))
    }
}

/// The mechanism of ``TypingAllowance``.
private struct TypingMeter {
    struct Place: Hashable, Sendable {
        var user: UserID
        var channel: ChannelID
    }

    let limits: TypingLimits?
    var places = Allowances<Place, TokenBucket<Moment>>()
    var people = Allowances<UserID, SlidingWindow<Moment>>()
    var drops = 0

    mutating func relays(from user: UserID, in channel: ChannelID, at now: Moment) -> Bool {
        guard let limits = self.limits else { return true }
        let place = Place(user: user, channel: channel)
        var bucket = self.places[place] ?? TokenBucket(at: now)
        var window = self.people[user] ?? SlidingWindow()
        guard window.wait(limits.count, in: limits.window, now: now) <= .zero,
            bucket.take(at: limits.channel, now: now).isAllowed
        else {
            self.drops += 1
            return false
        }
        window.add(limits.count, now: now)
        self.places.set(bucket, for: place) { $0.isFull(at: now) }
        self.people.set(window, for: user) { $0.isIdle(limits.window, now: now) }
        return true
    }
}
