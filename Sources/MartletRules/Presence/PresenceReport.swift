// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// An edge says how many connections a person has there now.
package struct PresenceReport: Hashable, Sendable {
    /// Who says so.
    package var edge: EdgeIdentity
    /// The person.
    package var user: UserID
    /// How many connections they have on that edge now.
    package var count: Int
    /// Whether what brought the count down was the person's own wish: a close with 1000, or signing out.
    package var cleanly: Bool

    package init(edge: EdgeIdentity, user: UserID, count: Int, cleanly: Bool = false) {
        self.edge = edge
        self.user = user
        self.count = count
        self.cleanly = cleanly
    }
}
