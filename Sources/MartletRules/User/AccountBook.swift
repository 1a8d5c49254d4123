// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How everyone stands, small enough to be asked on every call.
///
/// People are numbered from 1 without holes and never deleted, so one number says who exists; beside it, only those of
/// whom something special is known are kept.
package struct AccountBook: Sendable, Codable {
    private var last: Int64
    private var special: [UserID: AccountStatus]
    private var signedOut: SignedOutSessions

    /// Takes up what was saved.
    ///
    /// - Parameters:
    ///   - count: How many people there are.
    ///   - special: Those of whom something special is known.
    ///   - signedOut: The sessions that were signed out, and until when each must be remembered.
    package init(count: Int64 = 0, special: [UserID: AccountStatus] = [:], signedOut: [SessionID: Timestamp] = [:]) {
        self.last = count
        self.special = special
        self.signedOut = SignedOutSessions(restoring: signedOut)
    }

    /// How a person stands; nil if there is no such person.
    package func standing(of user: UserID) -> AccountStatus? {
        guard (1...max(1, self.last)).contains(user.rawValue), self.last > 0 else { return nil }
        return self.special[user] ?? AccountStatus()
    }

    /// Whether a session was signed out before its tokens ended.
    package func isSignedOut(_ session: SessionID) -> Bool {
        self.signedOut.contains(session)
    }

    /// A person was added; who is known already stays as they were.
    package mutating func added(_ user: UserID) {
        self.last = max(self.last, user.rawValue)
    }

    /// A person stands otherwise now.
    package mutating func changed(_ user: UserID, to standing: AccountStatus) {
        self.added(user)
        self.special[user] = standing == AccountStatus() ? nil : standing
    }

    /// A session was signed out; those whose tokens have ended since are forgotten.
    package mutating func signedOut(_ session: SessionID, until end: Timestamp, at now: Timestamp) {
        self.signedOut.prune(at: now)
        self.signedOut.signedOut(session, until: end)
    }
}
