// SPDX-License-Identifier: Apache-2.0

import JWTKit
package import MartletRules
package import MartletWire

/// The tokens that this server signs itself, for the command line, for pages and for their service workers.
package struct LocalTokens: Sendable, Redacted {
    private struct Payload: JWTPayload {
        var iss = IdentityIssuer.local
        var aud = IdentityIssuer.local
        var sub: String
        var vouched_by: String
        var name: String?
        var `operator`: Bool?
        var sid: String?
        var use: String
        var iat: Double
        var exp: Double
        var jti: String

        // Never called: we verify with `VerificationKey` and judge by `TokenTerms`.
        func verify(using algorithm: some JWTAlgorithm) {}
    }

    private static let keyID = "local"

    private let source: any SigningKeySource
    private let entropy: Entropy

    /// Signs and verifies with whatever key there is at the time.
    package init(key source: any SigningKeySource, entropy: Entropy) {
        self.source = source
        self.entropy = entropy
    }

    /// The key of now.
    package var key: SigningKey? { self.source.signingKey }

    /// Whether a token says that it is ours, true or not.
    package static func claims(_ token: CompactToken) -> Bool {
        token.claims.issuer == IdentityIssuer.local
    }

    /// Signs a token.
    package func mint(_ grant: TokenGrant, at now: Timestamp) async throws(RPCError) -> Secret {
        guard let key = self.key else { throw RPCError.noLink }
        let payload = Payload(
            sub: grant.subject,
            vouched_by: grant.issuer,
            name: grant.displayName,
            operator: grant.isOperator ? true : nil,
            sid: grant.sessionID?.rawValue,
            use: grant.use.rawValue,
            iat: Double(now.rawValue) / 1000,
            exp: Double(grant.expiresAt.rawValue) / 1000,
            jti: self.entropy.text(12)
        )
        do {
            let hmac = HMACKey(key: key.symmetric)
            let signer = await JWTKeyCollection().add(hmac: hmac, digestAlgorithm: .sha256, kid: "local")
            return Secret(try await signer.sign(payload, kid: JWKIdentifier(string: Self.keyID)))
        } catch {
            throw RPCError(.internalError, "a token could not be signed")
        }
    }

    /// Verifies a token.
    ///
    /// - Parameters:
    ///   - token: The token.
    ///   - uses: What it may be for, where it was shown.
    ///   - now: The wall clock.
    /// - Returns: Whom it speaks for, and what it is for.
    /// - Throws: What is wrong with it.
    package func verify(
        _ token: CompactToken,
        for uses: Set<TokenGrant.Use>,
        at now: Timestamp
    ) throws(TokenFault) -> (identity: Identity, use: TokenGrant.Use) {
        guard let key = self.key else { throw .keyAway }
        try KeySet([VerificationKey(key, id: Self.keyID)]).verify(token)
        // One clock wrote and reads it, give or take a second machine's: no grace at the end.
        let terms = TokenTerms(issuer: IdentityIssuer.local, audience: IdentityIssuer.local, grace: .zero)
        if let fault = terms.fault(in: token.claims, at: now) { throw fault }
        guard case .text(let issuer) = token.payload["vouched_by"], case .text(let name) = token.payload["use"],
            let use = TokenGrant.Use(rawValue: name), let subject = token.claims.subject
        else { throw .missingClaim }
        guard uses.contains(use) else { throw .wrongUse }
        let identity = Identity(
            issuer: issuer,
            subject: subject,
            displayName: token.payload["name"]?.text,
            isOperator: token.payload["operator"] == .flag(true),
            scope: use == .media ? .mediaOnly : .full,
            sessionID: token.payload["sid"]?.text.map { SessionID(rawValue: $0) },
            issuedAt: token.claims.issuedAt,
            expiresAt: token.claims.expiresAt
        )
        return (identity, use)
    }
}
