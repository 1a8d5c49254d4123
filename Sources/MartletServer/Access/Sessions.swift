// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// How pages sign in and out.
///
/// - dev: a picker sends a user's number as the token.
/// - proxy: the headers have signed the page in already; there is no cookie and nothing to sign out of here.
/// - jwt: the page sends a token from the issuer, one from `martlet token mint`, or the code of a one-use link.
///
/// In dev and jwt mode a page that is signed in may ask again without a token, for a fresh media token.
package struct Sessions: Sendable {
    private let configuration: AccessConfiguration
    private let cookie: SessionCookie
    private let authenticator: Authenticator
    private let people: People
    private let tokens: LocalTokens?
    private let links: (any SignInLinks)?
    private let ending: any SessionEnding
    private let entropy: Entropy

    package init(
        configuration: AccessConfiguration,
        cookie: SessionCookie,
        authenticator: Authenticator,
        people: People,
        tokens: LocalTokens?,
        links: (any SignInLinks)?,
        ending: any SessionEnding,
        entropy: Entropy
    ) {
        self.configuration = configuration
        self.cookie = cookie
        self.authenticator = authenticator
        self.people = people
        self.tokens = tokens
        self.links = links
        self.ending = ending
        self.entropy = entropy
    }

    /// Signs a page in.
    ///
    /// - Parameters:
    ///   - token: What the page sent, if anything.
    ///   - credentials: The request's own credentials.
    ///   - now: The wall clock.
    /// - Returns: What to answer.
    /// - Throws: Why not.
    package func signIn(
        with token: Secret?,
        credentials: Credentials,
        at now: Timestamp
    ) async throws(AccessRefusal) -> SignedIn {
        // The page's own sign-in, if it has one; in proxy mode, what the headers say.
        let page = Credentials(cookie: credentials.cookie, user: credentials.user, proxySecret: credentials.proxySecret)
        let present =
            credentials.isAmbiguous
            ? .refused(.notAuthenticated) : await self.authenticator.resolvedClaim(of: page, at: now)
        switch self.configuration.mode {
        case .deny:
            throw .notAuthenticated
        case .proxy:
            return SignedIn(caller: try Self.caller(present))
        case .dev, .jwt:
            if let shown = token ?? (self.configuration.mode == .jwt ? credentials.bearer : nil) {
                let proof = try await self.proof(shown, at: now)
                return try await self.begin(proof, session: self.session(after: present, for: proof), at: now)
            }
            return try await self.goOn(as: try Self.caller(present), credentials, at: now)
        }
    }

    /// Signs a page out: its cookie and whatever else its session has handed out are refused from now on.
    ///
    /// - Parameters:
    ///   - caller: Who asks.
    ///   - now: The wall clock.
    /// - Returns: The `Set-Cookie` header that takes the cookie away.
    /// - Throws: ``AccessRefusal/unavailable`` if it could not be remembered, and then the page is still signed in.
    package func signOut(_ caller: Caller, at now: Timestamp) async throws(AccessRefusal) -> String {
        guard let session = caller.sessionID else { return self.cookie.clearing() }
        // Another token of the same session may outlive this one, but none the longest life there is.
        let end = max(caller.refusedFrom ?? now, now.advanced(by: self.configuration.cookieLife))
        do throws(RPCError) {
            try await self.ending.signOut(session, of: caller.userID, until: end)
        } catch {
            throw .unavailable
        }
        return self.cookie.clearing()
    }

    /// Makes a one-use link.
    ///
    /// - Parameters:
    ///   - offer: What it is good for.
    ///   - links: Who keeps it.
    ///   - entropy: Where its code comes from.
    /// - Returns: Its code, which is not kept anywhere.
    /// - Throws: Why it could not be kept.
    package static func makeLink(
        for offer: SignInOffer,
        in links: any SignInLinks,
        entropy: Entropy
    ) async throws(RPCError) -> SignInCode {
        let code = SignInCode(entropy: entropy)
        try await links.keep(offer, under: code.digest)
        return code
    }

    private func proof(_ token: Secret, at now: Timestamp) async throws(AccessRefusal) -> SignInProof {
        if self.configuration.mode == .dev {
            let claim = await self.authenticator.resolvedClaim(of: Credentials(user: token.exposedText), at: now)
            return self.developerProof(of: try Self.caller(claim), at: now)
        }
        if let code = SignInCode(token) { return try await self.redeem(code, at: now) }
        let identity = try await self.authenticator.identity(showing: token, at: now)
        let caller = try await self.people.caller(for: identity, at: now)
        return SignInProof(caller: caller, identity: identity, expiresAt: identity.expiresAt ?? now)
    }

    private func developerProof(of caller: Caller, at now: Timestamp) -> SignInProof {
        let identity = Identity(issuer: IdentityIssuer.developer, subject: caller.userID.description)
        return SignInProof(
            caller: caller,
            identity: identity,
            expiresAt: now.advanced(by: self.configuration.cookieLife)
        )
    }

    private func redeem(_ code: SignInCode, at now: Timestamp) async throws(AccessRefusal) -> SignInProof {
        guard let links = self.links else { throw .notAuthenticated }
        let offer: SignInOffer?
        do throws(RPCError) {
            offer = try await links.take(code.digest)
        } catch {
            throw .unavailable
        }
        guard let offer, now < offer.expiresAt, self.people.know(offer.issuer) else { throw .notAuthenticated }
        let identity = Identity(
            issuer: offer.issuer,
            subject: offer.subject,
            displayName: offer.displayName,
            isOperator: offer.isOperator,
            issuedAt: now
        )
        let caller = try await self.people.caller(for: identity, at: now)
        let life = Duration.milliseconds(max(0, offer.sessionMilliseconds))
        return SignInProof(caller: caller, identity: identity, expiresAt: now.advanced(by: life))
    }

    private func begin(
        _ proof: SignInProof,
        session: SessionID,
        at now: Timestamp
    ) async throws(AccessRefusal) -> SignedIn {
        let end = min(proof.expiresAt, now.advanced(by: self.configuration.cookieLife))
        guard now < end else { throw .tokenExpired }
        var grant = TokenGrant(
            use: .session,
            issuer: proof.identity.issuer,
            subject: proof.identity.subject,
            displayName: proof.identity.displayName,
            isOperator: proof.identity.isOperator,
            sessionID: session,
            expiresAt: end
        )
        let token = try await self.mint(grant, at: now)
        grant.use = .media
        grant.expiresAt = min(end, now.advanced(by: self.configuration.mediaTokenLife))
        var caller = proof.caller
        caller.sessionID = session
        caller.issuedAt = now
        caller.expiresAt = end
        caller.refusedFrom = end
        return SignedIn(
            caller: caller,
            cookie: Secret(self.cookie.setting(token, for: .milliseconds(end.rawValue - now.rawValue))),
            mediaToken: try await self.mint(grant, at: now),
            expiresAt: end,
            mediaTokenExpiresAt: grant.expiresAt
        )
    }

    /// A page without anything new to show: a fresh media token if it is signed in, and in dev mode a sign-in if not.
    private func goOn(
        as caller: Caller,
        _ credentials: Credentials,
        at now: Timestamp
    ) async throws(AccessRefusal) -> SignedIn {
        guard let session = caller.sessionID, let end = caller.expiresAt, let cookie = credentials.cookie,
            let identity = self.identity(inCookie: cookie, at: now)
        else {
            guard self.configuration.mode == .dev else { throw .notAuthenticated }
            let session = SessionID(rawValue: self.entropy.text(16))
            return try await self.begin(self.developerProof(of: caller, at: now), session: session, at: now)
        }
        let grant = TokenGrant(
            use: .media,
            issuer: identity.issuer,
            subject: identity.subject,
            sessionID: session,
            expiresAt: min(end, now.advanced(by: self.configuration.mediaTokenLife))
        )
        return SignedIn(
            caller: caller,
            cookie: nil,
            mediaToken: try await self.mint(grant, at: now),
            expiresAt: end,
            mediaTokenExpiresAt: grant.expiresAt
        )
    }

    private func identity(inCookie cookie: Secret, at now: Timestamp) -> Identity? {
        guard let token = try? CompactToken(cookie) else { return nil }
        return try? self.tokens?.verify(token, for: [.session], at: now).identity
    }

    private func mint(_ grant: TokenGrant, at now: Timestamp) async throws(AccessRefusal) -> Secret {
        guard let tokens = self.tokens else { throw .unavailable }
        do throws(RPCError) {
            return try await tokens.mint(grant, at: now)
        } catch {
            throw .unavailable
        }
    }

    /// Signing in again is the same sign-in, so that signing out ends the sockets of both.
    private func session(after present: AccessClaim, for proof: SignInProof) -> SessionID {
        if case .caller(let caller) = present, caller.userID == proof.caller.userID, let session = caller.sessionID {
            return session
        }
        return SessionID(rawValue: self.entropy.text(16))
    }

    private static func caller(_ claim: AccessClaim) throws(AccessRefusal) -> Caller {
        switch claim {
        case .caller(let caller): return caller
        case .refused(let refusal): throw refusal
        case .nobody: throw .notAuthenticated
        }
    }
}
