// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Where a person's stream stands, and when that was certain to be all there is.
package struct Bookmark: Hashable, Sendable {
    /// The last entry that the application has applied.
    package var position: Position
    /// When the client was last up to date, by the wall clock.
    package var freshness: Timestamp

    package init(_ position: Position, freshness: Timestamp) {
        self.position = position
        self.freshness = freshness
    }
}
