// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Whom a verified credential speaks for, before we know which of our people that is.
package struct Identity: Hashable, Sendable {
    /// Who vouches for the subject.
    package var issuer: String
    /// The person, as the issuer spells them.
    package var subject: String
    /// What to call them, if the issuer says.
    package var displayName: String?
    /// Whether the credential itself makes them an operator.
    package var isOperator: Bool
    /// What the credential is good for.
    package var scope: AccessScope
    /// The sign-in that the credential is part of.
    package var sessionID: SessionID?
    /// When the credential was issued, if it says.
    package var issuedAt: Timestamp?
    /// When the credential ends.
    package var expiresAt: Timestamp?
    /// When the credential is refused.
    package var refusedFrom: Timestamp?

    package init(
        issuer: String,
        subject: String,
        displayName: String? = nil,
        isOperator: Bool = false,
        scope: AccessScope = .full,
        sessionID: SessionID? = nil,
        issuedAt: Timestamp? = nil,
        expiresAt: Timestamp? = nil,
        refusedFrom: Timestamp? = nil
    ) {
        self.issuer = issuer
        self.subject = subject
        self.displayName = displayName
        self.isOperator = isOperator
        self.scope = scope
        self.sessionID = sessionID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.refusedFrom = refusedFrom ?? expiresAt
    }
}
