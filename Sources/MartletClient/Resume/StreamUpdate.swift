// SPDX-License-Identifier: Apache-2.0

public import MartletWire

/// What happens to a stream that is followed.
public enum StreamUpdate: Sendable {
    /// A connection stands; what was missed, if anything, follows. Also told after each interruption.
    case connected(Hello)
    /// What is shown is not to be trusted any more: load everything afresh.
    ///
    /// The stream is live from where the last ``connected(_:)`` said. The reason is absent if the server gave none.
    case resync(ResyncReason?)
    /// Something happened; each logged event comes once, and its `seq` is the position from there on.
    case event(EventFrame)
    /// The position moved on without an event: nothing is missing up to here.
    case advanced(Position)
    /// The connection is lost, and the stream is taken up again by itself.
    /// - Parameters:
    ///   - reason: In a few words, for a developer.
    ///   - retryAfter: How long until the next attempt.
    case interrupted(reason: String, retryAfter: Duration)
}
