// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How many calls each person may make.
package struct RPCAllowance<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private var timeline = Timeline<Instant>()
    private var meter: RPCMeter

    /// Creates an allowance; without a rate everything is allowed.
    package init(_ rate: Rate? = Rate(perSecond: 50, burst: 100)) {
        self.meter = RPCMeter(rate: rate)
    }

    /// How many people are remembered.
    package var count: Int { self.meter.buckets.count }
    /// How many calls were refused.
    package var refusals: Int { self.meter.refusals }

    /// Asks for one call; each call of a batch is asked for on its own.
    package mutating func call(by user: UserID, at now: Instant) -> RateDecision {
        self.meter.call(by: user, at: self.timeline.moment(now))
    }
}

/// The mechanism of ``RPCAllowance``.
private struct RPCMeter {
    let rate: Rate?
    var buckets = Allowances<UserID, TokenBucket<Moment>>()
    var refusals = 0

    mutating func call(by user: UserID, at now: Moment) -> RateDecision {
        guard let rate = self.rate else { return .allowed }
        var bucket = self.buckets[user] ?? TokenBucket(at: now)
        let decision = bucket.take(at: rate, now: now)
        if !decision.isAllowed { self.refusals += 1 }
        self.buckets.set(bucket, for: user) { $0.isFull(at: now) }
        return decision
    }
}
