// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What a one-use sign-in link is good for.
package struct SignInOffer: Hashable, Sendable, Codable {
    /// Who vouches for the subject.
    package var issuer: String
    /// The person, as the issuer spells them.
    package var subject: String
    /// What to call them.
    package var displayName: String?
    /// Whether it signs in an operator.
    package var isOperator: Bool
    /// Until when the link may be used.
    package var expiresAt: Timestamp
    /// How long the sign-in lasts from then on, in milliseconds.
    package var sessionMilliseconds: Int64

    package init(
        issuer: String,
        subject: String,
        displayName: String? = nil,
        isOperator: Bool = false,
        expiresAt: Timestamp,
        sessionMilliseconds: Int64
    ) {
        self.issuer = issuer
        self.subject = subject
        self.displayName = displayName
        self.isOperator = isOperator
        self.expiresAt = expiresAt
        self.sessionMilliseconds = sessionMilliseconds
    }
}
