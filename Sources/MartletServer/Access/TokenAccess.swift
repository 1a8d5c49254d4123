// SPDX-License-Identifier: Apache-2.0

import Crypto
package import MartletRules
package import MartletWire

/// Jwt mode: tokens of the issuer, and our own.
package struct TokenAccess: Sendable {
    /// A token that was good when it was shown first; whether its bearer still is gets asked each time.
    private struct Known: Sendable {
        var userID: UserID
        var identity: Identity
        var use: TokenGrant.Use
        var voucher: Voucher
    }

    /// What verified a token: once it is another, the token is verified again.
    private enum Voucher: Hashable, Sendable {
        case issuer(generation: Int)
        case own(SigningKey?)
    }

    private struct Proof: Sendable {
        var identity: Identity
        var use: TokenGrant.Use
        var voucher: Voucher
    }

    private let people: People
    private let local: LocalTokens?
    private let foreign: TokenVerifier?
    private let known: Remembered<SHA256Digest, Known>

    package init(people: People, local: LocalTokens?, foreign: TokenVerifier?, remembering limit: Int) {
        self.people = people
        self.local = local
        self.foreign = foreign
        self.known = Remembered(limit: limit)
    }

    /// Answers at once, or `nil` if the token is new.
    package func claim(of credentials: Credentials, at now: Timestamp) -> AccessClaim? {
        guard let shown = credentials.tokens.first else { return .nobody }
        guard shown.secret.exposedText.utf8.count <= Credentials.tokenLimit else { return .refused(.notAuthenticated) }
        guard let known = self.known.value(for: shown.secret.digest) else { return nil }
        guard shown.uses.contains(known.use) else { return .refused(.notAuthenticated) }
        guard self.stands(known.voucher) else { return nil }
        return self.people.claim(by: known.userID, as: known.identity, at: now)
    }

    /// Answers by verifying the token and asking the core whose it is.
    package func caller(of credentials: Credentials, at now: Timestamp) async throws(AccessRefusal) -> Caller {
        guard let shown = credentials.tokens.first else { throw .notAuthenticated }
        let proof = try await self.proof(shown, at: now)
        let caller = try await self.people.caller(for: proof.identity, at: now)
        let known = Known(
            userID: caller.userID,
            identity: proof.identity,
            use: proof.use,
            voucher: proof.voucher
        )
        self.known.insert(known, for: shown.secret.digest)
        return caller
    }

    /// Whom an access token speaks for.
    package func identity(showing token: Secret, at now: Timestamp) async throws(AccessRefusal) -> Identity {
        try await self.proof(ShownToken(secret: token, uses: [.access]), at: now).identity
    }

    private func proof(_ shown: ShownToken, at now: Timestamp) async throws(AccessRefusal) -> Proof {
        do throws(TokenFault) {
            let token = try CompactToken(shown.secret)
            var proof =
                LocalTokens.claims(token)
                ? try self.localProof(token, for: shown.uses, at: now)
                : try await self.foreignProof(token, for: shown.uses, at: now)
            // A token that is part of no sign-in is one of its own: it, too, can be signed out.
            let ownSession = SessionID(rawValue: "t-\(Base64URL.encode(shown.secret.digest.prefix(16)))")
            proof.identity.sessionID = proof.identity.sessionID ?? ownSession
            return proof
        } catch {
            throw error.refusal
        }
    }

    private func stands(_ voucher: Voucher) -> Bool {
        switch voucher {
        case .issuer(let generation): generation == self.foreign?.generation
        case .own(let key): key == self.local?.key
        }
    }

    private func localProof(
        _ token: CompactToken,
        for uses: Set<TokenGrant.Use>,
        at now: Timestamp
    ) throws(TokenFault) -> Proof {
        guard let local = self.local else { throw .unknownKey }
        let key = local.key
        let (identity, use) = try local.verify(token, for: uses, at: now)
        // What a server in dev mode has handed to whoever asked is worth nothing once the mode is another.
        guard self.people.know(identity.issuer) else { throw .wrongIssuer }
        return Proof(identity: identity, use: use, voucher: .own(key))
    }

    private func foreignProof(
        _ token: CompactToken,
        for uses: Set<TokenGrant.Use>,
        at now: Timestamp
    ) async throws(TokenFault) -> Proof {
        guard uses.contains(.access), let foreign = self.foreign else { throw .wrongUse }
        let (identity, generation) = try await foreign.verify(token, at: now)
        return Proof(identity: identity, use: .access, voucher: .issuer(generation: generation))
    }
}
