// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// A change to something that every core keeps in memory and that has no place in the log.
package enum PeerNote: Hashable, Sendable, Codable {
    /// There is a person of that number.
    case userAdded(UserID)
    /// A person stands otherwise now.
    case standingChanged(of: UserID, to: AccountStatus)
    /// A session was signed out; its tokens would have ended then.
    case signedOut(SessionID, of: UserID, until: Timestamp, at: Timestamp)
    /// What others may see of a person's presence has changed, by something else than coming or going.
    case presenceChanged(UserID)
}
