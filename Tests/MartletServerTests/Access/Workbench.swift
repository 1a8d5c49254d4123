// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import JWTKit
import MartletRules
import MartletServer
import MartletWire

/// Access put together around a core in memory, as a server would.
struct Workbench: Sendable {
    let people: FakePeople
    let keys: FixedKeys
    let local: LocalTokens
    let access: AccessControl

    static let proxySecret = "between us and the proxy"

    static func configuration(_ mode: AccessMode) -> AccessConfiguration {
        var configuration = AccessConfiguration()
        configuration.mode = mode
        configuration.proxySecret = Secret(Self.proxySecret)
        configuration.issuer = Forge.issuer
        configuration.audience = Forge.audience
        configuration.operators = ["olga"]
        configuration.publicURL = mode == .dev ? nil : "https://chat.example.com"
        return configuration
    }

    init(
        _ mode: AccessMode,
        people: FakePeople = FakePeople(7, 8),
        configure: (inout AccessConfiguration) -> Void = { _ in }
    ) async throws {
        var configuration = Self.configuration(mode)
        configure(&configuration)
        self.people = people
        self.keys = FixedKeys(try await Forge.shared.keySet())
        self.local = try await Self.localTokens()
        let world = People(configuration: configuration, directory: people, standings: people)
        let terms = TokenTerms(issuer: Forge.issuer, audience: Forge.audience)
        let verifier = TokenVerifier(terms: terms, operatorClaim: configuration.operatorClaim, keys: self.keys)
        let authenticator = Authenticator(
            configuration: configuration,
            people: world,
            local: self.local,
            foreign: verifier
        )
        let cookie = configuration.sessionCookie(servesTLS: false)
        let sessions = Sessions(
            configuration: configuration,
            cookie: cookie,
            authenticator: authenticator,
            people: world,
            tokens: self.local,
            links: people,
            ending: people,
            entropy: .system
        )
        self.access = AccessControl(
            configuration: configuration,
            requestGuard: configuration.requestGuard(boundTo: "127.0.0.1"),
            cookie: cookie,
            authenticator: authenticator,
            sessions: sessions
        )
    }

    static func localTokens() async throws -> LocalTokens {
        let directory = try Scratch()
        return LocalTokens(
            key: try SigningKey(at: "\(directory.path)/\(SigningKey.fileName)", entropy: .system),
            entropy: .system
        )
    }

    /// What somebody who shows this is told on a route.
    func decision(
        _ credentials: Credentials,
        to route: AccessRoute = .rpc,
        at now: Timestamp = Forge.now
    ) async -> AccessDecision {
        var credentials = credentials
        if case .socket(let path) = route { credentials.pathUser = path }
        return await self.access.resolvedDecision(on: credentials, to: route, at: now)
    }

    /// Who somebody who shows this is, if they are let in.
    func caller(_ credentials: Credentials, at now: Timestamp = Forge.now) async -> Caller? {
        guard case .allow(let caller) = await self.decision(credentials, at: now) else { return nil }
        return caller
    }

    /// What a proxy shows for somebody.
    static func proxied(_ subject: String, secret: String = proxySecret) -> Credentials {
        Credentials(user: subject, proxySecret: Secret(secret))
    }

    /// The token in a `Set-Cookie` header.
    static func token(in cookie: Secret?) -> Secret? {
        guard let pair = cookie?.exposedText.split(separator: ";").first, let equals = pair.firstIndex(of: "=") else {
            return nil
        }
        return Secret(String(pair[pair.index(after: equals)...]))
    }
}
