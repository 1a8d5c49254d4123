// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Which part of a list of messages is asked for.
///
/// With ``after`` it is the oldest beyond it, without it the newest before ``before``. Either way the page is in
/// ascending order, and says whether there is more in the direction asked for.
package struct MessageRange: Hashable, Sendable {
    /// Only messages with greater numbers.
    package var after: MessageID?
    /// Only messages with smaller numbers.
    package var before: MessageID?
    /// How many at most.
    package var limit: Int

    package init(after: MessageID? = nil, before: MessageID? = nil, limit: Int) {
        self.after = after
        self.before = before
        self.limit = limit
    }
}
