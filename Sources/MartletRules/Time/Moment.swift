// SPDX-License-Identifier: Apache-2.0

/// A point in time as the time since a rule first heard of any.
///
/// A generic is not specialised across modules, so a rule that is asked often converts its caller's instants to this
/// at its border, and is compiled once for it.
struct Moment: InstantProtocol {
    var sinceStart: Duration

    static let start = Self(sinceStart: .zero)

    func advanced(by duration: Duration) -> Self { Self(sinceStart: self.sinceStart + duration) }
    func duration(to other: Self) -> Duration { other.sinceStart - self.sinceStart }
    static func < (left: Self, right: Self) -> Bool { left.sinceStart < right.sinceStart }
}

/// Converts between a caller's instants and moments.
struct Timeline<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private var start: Instant?

    init() {}

    mutating func moment(_ instant: Instant) -> Moment {
        guard let start = self.start else {
            self.start = instant
            return .start
        }
        return Moment(sinceStart: start.duration(to: instant))
    }

    func instant(_ moment: Moment) -> Instant {
        guard let start = self.start else { preconditionFailure("a moment comes after the first") }
        return start.advanced(by: moment.sinceStart)
    }
}
