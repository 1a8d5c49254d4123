// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Finds out who sent a request.
///
/// What can be answered at once is: a developer's own server, a proxy's subject or a token seen before. The rest takes
/// the issuer's keys or the core, and so a task. How the person stands is looked up each time, remembered or not.
package struct Authenticator: Sendable {
    private enum Mode: Sendable {
        case deny
        case dev(DeveloperAccess)
        case proxy(ProxyAccess)
        case jwt(TokenAccess)
    }

    private let mode: Mode
    private let people: People

    /// Creates an authenticator.
    ///
    /// - Parameters:
    ///   - configuration: The mode and its settings; validated.
    ///   - people: Which person an identity is.
    ///   - local: Our own tokens, which dev and jwt mode accept.
    ///   - foreign: The issuer's tokens, which jwt mode accepts.
    package init(
        configuration: AccessConfiguration,
        people: People,
        local: LocalTokens?,
        foreign: TokenVerifier?
    ) {
        let limit = configuration.rememberedTokens
        self.people = people
        self.mode =
            switch configuration.mode {
            case .deny: .deny
            case .dev: .dev(DeveloperAccess(people: people, tokens: local))
            case .proxy: .proxy(ProxyAccess(people: people, secret: configuration.proxySecret, remembering: limit))
            case .jwt: .jwt(TokenAccess(people: people, local: local, foreign: foreign, remembering: limit))
            }
    }

    /// Answers at once, or `nil` if it takes ``resolvedClaim(of:at:)``.
    package func claim(of credentials: Credentials, at now: Timestamp) -> AccessClaim? {
        guard !credentials.isAmbiguous else { return .refused(.notAuthenticated) }
        switch self.mode {
        case .deny: return .refused(.notAuthenticated)
        case .dev(let access): return access.claim(of: credentials, at: now)
        case .proxy(let access): return access.claim(of: credentials, at: now)
        case .jwt(let access): return access.claim(of: credentials, at: now)
        }
    }

    /// Answers, with whatever it takes.
    package func resolvedClaim(of credentials: Credentials, at now: Timestamp) async -> AccessClaim {
        if let claim = self.claim(of: credentials, at: now) { return claim }
        do throws(AccessRefusal) {
            switch self.mode {
            case .deny, .dev: return .refused(.notAuthenticated)
            case .proxy(let access): return .caller(try await access.caller(of: credentials, at: now))
            case .jwt(let access): return .caller(try await access.caller(of: credentials, at: now))
            }
        } catch {
            return .refused(error)
        }
    }

    /// Why a caller who was let in is let in no longer; asked on every call and whenever someone's standing changes.
    package func refusal(of caller: Caller, at now: Timestamp) -> AccessRefusal? {
        self.people.refusal(of: caller, at: now)
    }

    /// Whom an access token speaks for, where tokens mean anything.
    package func identity(showing token: Secret, at now: Timestamp) async throws(AccessRefusal) -> Identity {
        guard case .jwt(let access) = self.mode else { throw .notAuthenticated }
        return try await access.identity(showing: token, at: now)
    }

    /// The caller of a live socket with a newer token: `auth.refresh`.
    ///
    /// The socket stays part of the sign-in that it began with, so that signing out on the page still ends it. Where
    /// tokens mean nothing, nothing changes.
    ///
    /// - Parameters:
    ///   - caller: The caller so far.
    ///   - token: The token.
    ///   - now: The wall clock.
    /// - Returns: The caller from now on.
    /// - Throws: ``AccessRefusal/notYou`` if the token is someone else's, and whatever else may be wrong with it.
    package func renewed(_ caller: Caller, by token: Secret, at now: Timestamp) async throws(AccessRefusal) -> Caller {
        guard case .jwt = self.mode else {
            if let refusal = self.refusal(of: caller, at: now) { throw refusal }
            return caller
        }
        switch await self.resolvedClaim(of: Credentials(bearer: token), at: now) {
        case .nobody: throw .notAuthenticated
        case .refused(let refusal): throw refusal
        case .caller(var renewed):
            guard renewed.userID == caller.userID else { throw .notYou }
            guard renewed.scope == .full else { throw .outOfScope }
            renewed.sessionID = caller.sessionID ?? renewed.sessionID
            if let refusal = self.refusal(of: renewed, at: now) { throw refusal }
            return renewed
        }
    }
}
