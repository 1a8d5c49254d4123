// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import HTTPTypes
import Logging
import MartletRules
import MartletServer
import MartletWire
import NIOHTTP1
import NIOPosix
import Testing

@Suite struct AccessControlTests {
    /// Puts access together as a server does, runs the test, and takes it apart again.
    static func assembled(
        _ mode: AccessMode,
        host: String = "127.0.0.1",
        people: FakePeople = FakePeople(7, 8),
        _ configure: (inout AccessConfiguration) -> Void = { _ in },
        _ test: (AccessControl, Scratch) async throws -> Void
    ) async throws {
        let scratch = try Scratch()
        try scratch.write("{\"keys\":[\(try Forge.shared.jwk(.es256, kid: "ES256"))]}", to: "jwks.json")
        var configuration = AccessConfiguration()
        configuration.mode = mode
        if mode == .proxy { configuration.proxySecret = Secret(Workbench.proxySecret) }
        if mode == .jwt {
            (configuration.issuer, configuration.audience) = (Forge.issuer, Forge.audience)
            configuration.keysFile = "\(scratch.path)/jwks.json"
        }
        configure(&configuration)
        let client = HTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            configuration: KeyAddress.clientConfiguration
        )
        let surroundings = AccessControl.Surroundings(
            host: host,
            servesTLS: false,
            signingKey: try SigningKey(at: "\(scratch.path)/\(SigningKey.fileName)", entropy: .system),
            directory: people,
            standings: people,
            links: people,
            ending: people,
            client: client,
            entropy: .system,
            logger: Logger(label: "test")
        )
        do {
            try await test(AccessControl.assemble(configuration, in: surroundings).access, scratch)
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    static func mint(_ scratch: Scratch, _ grant: TokenGrant) async throws -> Secret {
        let key = try SigningKey(at: "\(scratch.path)/\(SigningKey.fileName)", entropy: .system)
        return try await LocalTokens(key: key, entropy: .system).mint(grant, at: Forge.now)
    }

    static func operatorID(_ decision: AccessDecision) -> UserID? {
        guard case .allow(let caller?) = decision, caller.isOperator else { return nil }
        return caller.userID
    }

    // MARK: The first operator, in each mode

    @Test func `dev: the first operator is there`() async throws {
        try await Self.assembled(.dev) { access, _ in
            let decision = await access.resolvedDecision(on: Credentials(), to: .metrics, at: Forge.now)
            #expect(Self.operatorID(decision) == 1)
        }
    }

    @Test func `proxy: the first operator is whoever --operators names`() async throws {
        try await Self.assembled(.proxy) {
            $0.operators = ["olga"]
        } _: { access, scratch in
            let olga = await access.resolvedDecision(on: Workbench.proxied("olga"), to: .metrics, at: Forge.now)
            #expect(Self.operatorID(olga) != nil)
            let alice = await access.resolvedDecision(on: Workbench.proxied("alice"), to: .metrics, at: Forge.now)
            #expect(alice == .refuse(.notOperator))
        }
    }

    @Test func `jwt: the first operator gets in with what is minted on the data directory`() async throws {
        try await Self.assembled(.jwt) { access, scratch in
            let token = try await Self.mint(scratch, .forOperator(until: Forge.now.advanced(by: .seconds(60))))
            let shown = Credentials(bearer: token)
            #expect(Self.operatorID(await access.resolvedDecision(on: shown, to: .metrics, at: Forge.now)) == 1)
            let signedIn = try await access.sessions.signIn(with: token, credentials: Credentials(), at: Forge.now)
            #expect(signedIn.caller.userID == 1 && signedIn.caller.isOperator)
        }
    }

    // MARK: Assembly

    @Test func `the issuer's tokens are accepted by the keys of the file`() async throws {
        try await Self.assembled(.jwt) { access, _ in
            let good = Credentials(bearer: try Forge.shared.token())
            guard case .allow = await access.resolvedDecision(on: good, to: .rpc, at: Forge.now) else {
                Issue.record("a good token should be accepted")
                return
            }
            let bad = Credentials(bearer: try Forge.shared.token(.rs256))
            #expect(await access.resolvedDecision(on: bad, to: .rpc, at: Forge.now) == .refuse(.notAuthenticated))
        }
    }

    @Test func `what cannot work is refused at start, naming the setting`() async throws {
        for (mode, host, setting) in [
            (AccessMode.deny, "127.0.0.1", AccessSetting.auth), (.dev, "0.0.0.0", .host),
            (.jwt, "0.0.0.0", .allowedHosts),
        ] {
            let error = await #expect(throws: AccessConfigurationError.self) {
                try await Self.assembled(mode, host: host) { _, _ in }
            }
            #expect(error?.problems.map(\.setting) == [setting])
        }
        for path in ["/nonexistent", "/dev/null"] {
            let error = await #expect(throws: AccessConfigurationError.self) {
                try await Self.assembled(.jwt) {
                    $0.keysFile = path
                } _: { _, _ in
                }
            }
            #expect(error?.problems.map(\.setting) == [.keysFile])
        }
    }

    @Test func `an issuer that is down keeps nobody from starting`() async throws {
        try await Self.assembled(.jwt) {
            ($0.keysFile, $0.keysURL) = (nil, "http://127.0.0.1:0/jwks")
        } _: { access, scratch in
            let foreign = Credentials(bearer: try Forge.shared.token())
            #expect(await access.resolvedDecision(on: foreign, to: .rpc, at: Forge.now) == .refuse(.notAuthenticated))
            let token = try await Self.mint(scratch, .forOperator(until: Forge.now.advanced(by: .seconds(60))))
            let local = Credentials(bearer: token)
            #expect(Self.operatorID(await access.resolvedDecision(on: local, to: .rpc, at: Forge.now)) == 1)
        }
    }

    // MARK: From the request to the decision

    @Test func `a request is judged the same before the upgrade and at the router`() async throws {
        try await Self.assembled(.dev) { access, _ in
            for (host, origin, isAllowed) in [
                ("localhost:8787", "http://localhost:8787", true), ("localhost:8787", "http://evil.example", false),
                ("evil.example", "http://evil.example", false),
            ] {
                let headers: HTTPHeaders = ["Host": host, "Origin": origin]
                let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/ws/user/7", headers: headers)
                var request = HTTPRequest(method: .get, scheme: "http", authority: host, path: "/ws/user/7")
                request.headerFields[.origin] = origin
                let route = AccessRoute(path: head.uri, isSafe: true)
                #expect((access.verdict(on: head, to: route, isSecure: false) == .allow) == isAllowed)
                #expect((access.verdict(on: request, isSecure: false) == .allow) == isAllowed)
            }
        }
    }

    @Test func `a page's cookie opens its owner's socket and no one else's`() async throws {
        try await Self.assembled(.jwt) { access, _ in
            let signedIn = try await access.sessions.signIn(
                with: Forge.shared.token(),
                credentials: Credentials(),
                at: Forge.now
            )
            let cookie = try #require(signedIn.cookie?.exposedText.split(separator: ";").first)
            let headers: HTTPHeaders = ["Cookie": "theme=dark; \(cookie)"]
            for (path, expected) in [
                (PathUser.user(signedIn.caller.userID), AccessDecision.allow(signedIn.caller)),
                (.user(7), .refuse(.notYou)),
            ] {
                let credentials = access.credentials(in: headers, for: .socket(path))
                #expect(await access.resolvedDecision(on: credentials, to: .socket(path), at: Forge.now) == expected)
            }
        }
    }
}
