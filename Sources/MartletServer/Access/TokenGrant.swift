// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// What one of our own tokens is to say.
package struct TokenGrant: Hashable, Sendable {
    /// Where a token may be shown.
    ///
    /// One found in the wrong place is refused, so that none can be passed off as another.
    package enum Use: String, Hashable, Sendable, CaseIterable {
        /// In an `Authorization` header, a socket's first frame, or to sign a page in.
        case access
        /// In the page's cookie.
        case session
        /// In an `Authorization` header, to download media.
        case media
    }

    /// Where the token may be shown.
    package var use: Use
    /// Who vouches for the subject.
    package var issuer: String
    /// The person, as the issuer spells them.
    package var subject: String
    /// What to call them.
    package var displayName: String?
    /// Whether the token itself makes its bearer an operator.
    package var isOperator: Bool
    /// The sign-in that it is part of.
    package var sessionID: SessionID?
    /// When it ends.
    package var expiresAt: Timestamp

    package init(
        use: Use = .access,
        issuer: String,
        subject: String,
        displayName: String? = nil,
        isOperator: Bool = false,
        sessionID: SessionID? = nil,
        expiresAt: Timestamp
    ) {
        self.use = use
        self.issuer = issuer
        self.subject = subject
        self.displayName = displayName
        self.isOperator = isOperator
        self.sessionID = sessionID
        self.expiresAt = expiresAt
    }

    /// An access token for the operator, who always exists: how the first one gets in.
    package static func forOperator(until end: Timestamp) -> Self {
        Self(
            issuer: IdentityIssuer.local,
            subject: IdentityIssuer.operatorSubject,
            isOperator: true,
            expiresAt: end
        )
    }
}
