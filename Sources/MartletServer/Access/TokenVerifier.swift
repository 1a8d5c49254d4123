// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Verifies the tokens of the issuer that an operator has chosen.
package struct TokenVerifier: Sendable {
    private let terms: TokenTerms
    private let operatorClaim: ClaimMapping?
    private let keys: any VerificationKeys

    package init(terms: TokenTerms, operatorClaim: ClaimMapping? = nil, keys: any VerificationKeys) {
        self.terms = terms
        self.operatorClaim = operatorClaim
        self.keys = keys
    }

    /// Distinguishes the keys of now from those of earlier.
    package var generation: Int { self.keys.current.generation }

    /// Verifies a token, looking for its key again if it is a new one.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - now: The wall clock.
    /// - Returns: Whom it speaks for, and the generation of the keys that said so.
    /// - Throws: What is wrong with it.
    package func verify(
        _ token: CompactToken,
        at now: Timestamp
    ) async throws(TokenFault) -> (identity: Identity, generation: Int) {
        var keys = self.keys.current
        do {
            try keys.verify(token)
        } catch .unknownKey {
            // Judged before anything is fetched, so that only a token which would pass can make us ask its issuer.
            if let fault = self.terms.fault(in: token.claims, at: now) { throw fault == .expired ? .unknownKey : fault }
            keys = await self.keys.afterMiss()
            try keys.verify(token)
        }
        if let fault = self.terms.fault(in: token.claims, at: now) { throw fault }
        return (self.identity(of: token), keys.generation)
    }

    private func identity(of token: CompactToken) -> Identity {
        let name = token.payload["name"]?.text ?? token.payload["preferred_username"]?.text
        return Identity(
            issuer: self.terms.issuer,
            subject: token.claims.subject ?? "",
            displayName: name.map { String(String.UnicodeScalarView($0.unicodeScalars.prefix(100))) },
            isOperator: self.operatorClaim?.isSatisfied(by: token.payload) ?? false,
            sessionID: nil,
            issuedAt: token.claims.issuedAt,
            expiresAt: token.claims.expiresAt,
            refusedFrom: token.claims.expiresAt?.advanced(by: self.terms.grace)
        )
    }
}
