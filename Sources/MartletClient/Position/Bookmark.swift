// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Where a person's stream stands, and when that was certain to be all there is.
package struct Bookmark: Hashable, Sendable {
    /// The last entry that the application has applied.
    package var position: Position
    /// When the client was last up to date, by the wall clock.
    package var freshness: Timestamp
    /// What was loaded afresh, while events may still come that are part of it.
    package var snapshot: Snapshot?

    package init(_ position: Position, freshness: Timestamp, snapshot: Snapshot? = nil) {
        self.position = position
        self.freshness = freshness
        self.snapshot = snapshot
    }
}
