// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Which outside subjects are which people, and whether those may sign in.
package protocol IdentityReading {
    /// Who is known under an identity.
    func identity(_ name: IdentityName) throws -> IdentityRecord?
    /// How a person stands; nil if there is no such person.
    func standing(of user: UserID) throws -> AccountStatus?
    /// Everyone of whom something special is known.
    func standings() throws -> [UserID: AccountStatus]
    /// The sessions that were signed out, and until when each must be remembered.
    func signedOutSessions() throws -> [SessionID: Timestamp]
}

/// Changes who may sign in, and as whom.
package protocol IdentityWriting {
    /// Makes an identity stand for a person; it must be free.
    func addIdentity(_ record: IdentityRecord) throws
    /// Puts another record in an identity's place: another name, or what it is called now.
    func replaceIdentity(_ name: IdentityName, with record: IdentityRecord) throws
    /// Changes whether a person may sign in.
    func setStanding(_ standing: AccountStatus, of user: UserID) throws
    /// Remembers that a session was signed out, for as long as its tokens would be accepted.
    func signOut(_ session: SessionID, of user: UserID, until end: Timestamp) throws
    /// Keeps what a one-use sign-in link is good for, under the digest of its code.
    func keepSignInLink(_ offer: [UInt8], under digest: [UInt8], until end: Timestamp) throws
    /// Takes away what a sign-in link is good for: the second who asks gets nothing.
    func takeSignInLink(_ digest: [UInt8]) throws -> [UInt8]?
    /// Forgets links and sign-outs that ended before an instant; returns how many.
    func forgetSignIns(before instant: Timestamp) throws -> Int
}

/// What somebody outside calls one of our people.
package struct IdentityName: Hashable, Sendable {
    /// Who vouches for the subject; empty until somebody has.
    package var issuer: String
    /// The person, as the issuer spells them.
    package var subject: String

    package init(issuer: String, subject: String) {
        self.issuer = issuer
        self.subject = subject
    }

    /// An identity that nobody has vouched for: it becomes that of the first issuer who does.
    package static func unclaimed(_ subject: String) -> Self {
        Self(issuer: "", subject: subject)
    }

    /// An identity that this server itself vouches for, with a token or link made on its data directory.
    package static func local(_ subject: String) -> Self {
        Self(issuer: "martlet", subject: subject)
    }

    /// The identities of someone made by hand.
    package static func madeByHand(_ subject: String) -> [Self] {
        [.local(subject), .unclaimed(subject)]
    }
}

/// An identity and whom it stands for.
package struct IdentityRecord: Hashable, Sendable {
    /// The identity.
    package var name: IdentityName
    /// The person.
    package var user: UserID
    /// What the issuer last called them.
    package var displayName: String?

    package init(_ name: IdentityName, user: UserID, displayName: String? = nil) {
        self.name = name
        self.user = user
        self.displayName = displayName
    }
}
