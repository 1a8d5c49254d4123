// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How far a reader came in one go.
package struct LogPage: Hashable, Sendable {
    /// What the reader has now been given everything up to.
    package var cursor: Seq
    /// How many entries were handed over.
    package var count: Int
    /// Whether nothing was left up to the end that was asked for.
    package var isLast: Bool

    package init(cursor: Seq, count: Int, isLast: Bool) {
        self.cursor = cursor
        self.count = count
        self.isLast = isLast
    }
}
