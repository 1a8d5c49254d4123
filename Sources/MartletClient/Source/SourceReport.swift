// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// What a source tells whoever runs it, one thing after the other: the next comes when the last was taken.
enum SourceReport: Sendable {
    /// A connection stands.
    case connected(Hello)
    /// There was nothing before: the stream is live from there.
    case begins(at: Position)
    /// What is shown is not to be trusted any more; the stream is live from there.
    case resync(ResyncReason?, at: Position)
    /// Something happened; where the stream stands once that is applied, unless it is ephemeral.
    case event(EventFrame, then: Position?)
    /// Nothing is missing up to there.
    case advanced(to: Position)
    /// It failed, and goes on by itself.
    case interrupted(reason: String, retryAfter: Duration, SourceVerdict)
    /// It is over; nothing follows.
    case stopped(SourceVerdict)

    /// The same for whoever follows one stream and nothing else; nil if that is nothing to them.
    var update: StreamUpdate? {
        switch self {
        case .connected(let hello): .connected(hello)
        case .resync(let reason, _): .resync(reason)
        case .event(let frame, _): .event(frame)
        case .advanced(let position): .advanced(position)
        case .interrupted(let reason, let delay, _): .interrupted(reason: reason, retryAfter: delay)
        case .begins, .stopped: nil
        }
    }
}
