// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How many connections somebody has on one edge: the only source of the online bit.
package struct ConnectionCount: Hashable, Sendable, Codable {
    /// Whose.
    package var user: UserID
    /// How many are open now.
    package var count: Int
    /// Whether the last to end ended by the person's own wish: close 1000 or sign-out.
    package var isFarewell: Bool

    package init(user: UserID, count: Int, isFarewell: Bool = false) {
        self.user = user
        self.count = count
        self.isFarewell = isFarewell
    }
}
