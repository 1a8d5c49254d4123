// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What an end does to a work session: the first one ends it, and the client's own corrects one that was only supposed.
///
/// Any other changes nothing and is no error, so that an end may be sent as often as it takes.
package enum WorkEndDecision: Hashable, Sendable {
    /// The session goes on: end it, and count its time.
    case end(WorkEnd)
    /// The server had supposed an end: put this in its place, and move the day's total by the difference, in seconds.
    case correct(WorkEnd, difference: Int64)
    /// The session is over.
    case keep

    /// Decides what becomes of a session that is said to have ended.
    package init(ending session: WorkSession, with end: WorkEnd) {
        switch (session.status, session.endReason, end.reason) {
        case (.active, _, _):
            self = .end(end)
        case (.ended, .stale, .ended), (.ended, .stale, .idle), (.ended, .stale, .closed):
            self = .correct(end, difference: end.duration - (session.duration ?? 0))
        case (.ended, _, _):
            self = .keep
        }
    }
}
