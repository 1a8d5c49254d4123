// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// What changed about who is let in, for edges that keep an ``AccountBook`` of their own.
package enum AccountNews: Sendable, Codable {
    /// Everything, as when the link has come to stand.
    case everyone(AccountBook)
    /// There is a person of that number.
    case added(UserID)
    /// A person stands otherwise now.
    case changed(UserID, to: AccountStatus)
    /// A session was signed out; its tokens would have ended then.
    case signedOut(SessionID, of: UserID, until: Timestamp, at: Timestamp)
}

extension AccountBook {
    /// Takes in what changed.
    package mutating func heard(_ news: AccountNews) {
        switch news {
        case .everyone(let book): self = book
        case .added(let user): self.added(user)
        case .changed(let user, let standing): self.changed(user, to: standing)
        case .signedOut(let session, _, let end, let now): self.signedOut(session, until: end, at: now)
        }
    }
}
