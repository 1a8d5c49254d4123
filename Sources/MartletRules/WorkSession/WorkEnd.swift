// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// When a piece of work ended and how long it took, as far as a client's clock can be believed.
///
/// A wrong clock must not cost anybody their work, so nothing here is refused: an end lies between the beginning and now,
/// and work takes no less than no time. A duration that the client has counted stands as it is, 0 too: it is without pauses,
/// which the two instants do not tell.
package struct WorkEnd: Hashable, Sendable {
    /// When it ended.
    package var endedAt: Timestamp
    /// How many whole seconds the work took.
    package var duration: Int64
    /// What ended it.
    package var reason: WorkSessionEndReason

    /// Judges what a client says of an end.
    /// - Parameters:
    ///   - startedAt: When the work began, as it was judged then.
    ///   - endedAt: When it ended, if the client says so.
    ///   - duration: How many seconds the client counted, if it did.
    ///   - reason: What ended it.
    ///   - now: The wall clock.
    package init(
        of startedAt: Timestamp,
        endedAt: Timestamp?,
        duration: Int64?,
        reason: WorkSessionEndReason,
        at now: Timestamp
    ) {
        self.endedAt = max(startedAt, min(endedAt ?? now, now))
        self.duration = max(0, duration ?? (self.endedAt.rawValue - startedAt.rawValue) / 1000)
        self.reason = reason
    }

    /// When work began, as far as a client's clock can be believed: not later than now.
    package static func start(_ startedAt: Timestamp?, at now: Timestamp) -> Timestamp {
        min(startedAt ?? now, now)
    }
}
