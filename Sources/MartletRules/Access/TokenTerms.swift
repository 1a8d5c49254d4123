// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What a token must say to be accepted.
package struct TokenTerms: Hashable, Sendable {
    /// The longest subject, in bytes of UTF-8.
    package static let subjectLimit = 256

    /// Who must have issued it.
    package var issuer: String
    /// Whom it must be meant for, among others.
    package var audience: String
    /// How far the issuer's clock may be ahead of ours.
    package var leeway: Duration
    /// How long past its end it is still accepted; zero where issuer and we read one clock.
    package var grace: Duration

    /// Creates terms.
    package init(issuer: String, audience: String, leeway: Duration = .seconds(60), grace: Duration = .seconds(60)) {
        self.issuer = issuer
        self.audience = audience
        self.leeway = leeway
        self.grace = grace
    }

    /// What is wrong with the claims, or `nil`.
    ///
    /// The end is judged last, so that only a token that is otherwise good is ever called expired.
    package func fault(in claims: TokenClaims, at now: Timestamp) -> TokenFault? {
        guard let issuer = claims.issuer, let subject = claims.subject, let expiry = claims.expiresAt,
            !claims.audiences.isEmpty, !subject.isEmpty, subject.utf8.count <= Self.subjectLimit
        else { return .missingClaim }
        guard issuer == self.issuer else { return .wrongIssuer }
        guard claims.audiences.contains(self.audience) else { return .wrongAudience }
        let latest = now.advanced(by: self.leeway)
        if let begin = claims.notBefore, begin > latest { return .notYetValid }
        if let issued = claims.issuedAt, issued > latest { return .notYetValid }
        if let issued = claims.issuedAt, issued >= expiry { return .malformed }
        guard now < expiry.advanced(by: self.grace) else { return .expired }
        return nil
    }
}
