// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What a token says of itself, once its signature is known to be good.
package struct TokenClaims: Hashable, Sendable {
    /// `iss`.
    package var issuer: String?
    /// `aud`, which may be one or several.
    package var audiences: [String]
    /// `sub`.
    package var subject: String?
    /// `iat`.
    package var issuedAt: Timestamp?
    /// `nbf`.
    package var notBefore: Timestamp?
    /// `exp`.
    package var expiresAt: Timestamp?

    package init(
        issuer: String? = nil,
        audiences: [String] = [],
        subject: String? = nil,
        issuedAt: Timestamp? = nil,
        notBefore: Timestamp? = nil,
        expiresAt: Timestamp? = nil
    ) {
        self.issuer = issuer
        self.audiences = audiences
        self.subject = subject
        self.issuedAt = issuedAt
        self.notBefore = notBefore
        self.expiresAt = expiresAt
    }
}
