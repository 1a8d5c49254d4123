// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletWire
import Testing

@Suite struct AuthenticatorTests {
    static let now = Forge.now

    static func later(_ duration: Duration) -> Timestamp { now.advanced(by: duration) }

    // MARK: Deny

    @Test func `a server that was told nothing believes nothing`() async throws {
        let bench = try await Workbench(.deny)
        let everything = Credentials(
            bearer: try Forge.shared.token(),
            cookie: Secret("x"),
            user: "1",
            proxySecret: Secret(Workbench.proxySecret),
            pathUser: .user(1)
        )
        for credentials in [everything, Credentials()] {
            #expect(await bench.decision(credentials) == .refuse(.notAuthenticated))
        }
    }

    // MARK: Dev

    @Test func `dev: the path wins, then the header, then the operator, all of it at once`() async throws {
        let bench = try await Workbench(.dev)
        let cases: [(Credentials, AccessRoute, UserID)] = [
            (Credentials(user: "8", pathUser: .user(7)), .socket(.user(7)), 7),
            (Credentials(user: "8"), .rpc, 8),
            (Credentials(), .rpc, 1),
            (Credentials(bearer: Secret("anything a client always sends"), user: "8"), .rpc, 8),
            (Credentials(bearer: Secret("anything a client always sends")), .rpc, 1),
            (Credentials(bearer: try Forge.shared.token()), .rpc, 1),
        ]
        for (credentials, route, user) in cases {
            // Without a task: the answer is there.
            let decision = bench.access.decision(on: credentials, to: route, at: Self.now)
            guard case .allow(let caller) = decision else {
                Issue.record("\(String(describing: decision))")
                continue
            }
            #expect(caller?.userID == user)
            #expect(caller?.isOperator == (user == 1))
            #expect(caller?.expiresAt == nil)
        }
        #expect(bench.people.lookups == 0)
    }

    @Test(arguments: ["alice", "", "0", "-7", "7 8", "7.0"])
    func `dev: a header that names no number is refused, and never becomes the operator`(user: String) async throws {
        let bench = try await Workbench(.dev)
        #expect(await bench.decision(Credentials(user: user)) == .refuse(.notAuthenticated))
    }

    @Test func `dev: whoever does not exist is unknown, and whoever is shut out stays out`() async throws {
        let bench = try await Workbench(.dev)
        #expect(await bench.decision(Credentials(), to: .socket(.user(99))) == .refuse(.unknownUser))
        #expect(await bench.decision(Credentials(), to: .socket(.malformed)) == .refuse(.unknownUser))
        #expect(await bench.decision(Credentials(user: "99")) == .refuse(.unknownUser))
        bench.people.set(7, AccountStatus(isDisabled: true))
        #expect(await bench.decision(Credentials(), to: .socket(.user(7))) == .refuse(.disabled))
    }

    // MARK: Proxy

    @Test func `proxy: the header counts with the secret, and nothing else counts at all`() async throws {
        let bench = try await Workbench(.proxy)
        let session = try await bench.local.mint(
            TokenGrant(
                use: .session,
                issuer: IdentityIssuer.proxy,
                subject: "alice",
                expiresAt: Self.later(.seconds(60))
            ),
            at: Self.now
        )
        let access = try await bench.local.mint(.forOperator(until: Self.later(.seconds(60))), at: Self.now)
        let refused: [Credentials] = [
            Credentials(), Credentials(user: "alice"), Credentials(proxySecret: Secret(Workbench.proxySecret)),
            Workbench.proxied("alice", secret: ""), Workbench.proxied("alice", secret: Workbench.proxySecret + " "),
            Workbench.proxied("alice", secret: String(Workbench.proxySecret.dropLast())), Workbench.proxied(""),
            Workbench.proxied("a\u{7F}"), Workbench.proxied("a\nb"),
            Workbench.proxied(String(repeating: "a", count: 257)),
            Credentials(bearer: try Forge.shared.token()), Credentials(bearer: access), Credentials(cookie: session),
        ]
        for credentials in refused { #expect(await bench.decision(credentials) == .refuse(.notAuthenticated)) }
        let alice = await bench.caller(Workbench.proxied("alice"))
        #expect(alice != nil && alice?.isOperator == false && alice?.sessionID == nil)
        #expect(await bench.caller(Workbench.proxied("olga"))?.isOperator == true)
    }

    @Test func `proxy: a wrong secret is refused even beside a right name, and an unset one lets nobody in`()
        async throws
    {
        let bench = try await Workbench(.proxy) { $0.proxySecret = nil }
        for secret in ["", "nil", Workbench.proxySecret] {
            #expect(await bench.decision(Workbench.proxied("alice", secret: secret)) == .refuse(.notAuthenticated))
        }
    }

    @Test func `proxy: the same subject is the same person, found at once the second time`() async throws {
        let bench = try await Workbench(.proxy)
        #expect(bench.access.decision(on: Workbench.proxied("alice"), to: .rpc, at: Self.now) == nil)
        let alice = try #require(await bench.caller(Workbench.proxied("alice")))
        let again = bench.access.decision(on: Workbench.proxied("alice"), to: .rpc, at: Self.now)
        #expect(again == .allow(alice))
        #expect(bench.people.lookups == 1)
        #expect(await bench.caller(Workbench.proxied("Alice"))?.userID != alice.userID)
    }

    @Test func `proxy: the path must be the caller's own`() async throws {
        let bench = try await Workbench(.proxy)
        let alice = try #require(await bench.caller(Workbench.proxied("alice")))
        #expect(await bench.decision(Workbench.proxied("alice"), to: .socket(.user(alice.userID))) == .allow(alice))
        #expect(await bench.decision(Workbench.proxied("alice"), to: .socket(.user(7))) == .refuse(.notYou))
        #expect(await bench.decision(Workbench.proxied("alice"), to: .socket(.malformed)) == .refuse(.notYou))
        #expect(await bench.decision(Credentials(), to: .socket(.user(7))) == .refuse(.notAuthenticated))
    }

    @Test func `proxy: signing out everywhere ends live sockets, while the next request is a new proof`() async throws {
        let bench = try await Workbench(.proxy)
        let alice = try #require(await bench.caller(Workbench.proxied("alice")))
        bench.people.set(alice.userID, AccountStatus(tokensValidAfter: Self.later(.seconds(1))))
        #expect(bench.access.refusal(of: alice, at: Self.later(.seconds(2))) == .signedOut)
        #expect(await bench.caller(Workbench.proxied("alice"), at: Self.later(.seconds(2))) != nil)
    }

    // MARK: Jwt

    @Test func `jwt: a token is verified once, and how its bearer stands is asked each time`() async throws {
        let bench = try await Workbench(.jwt)
        let token = Credentials(bearer: try Forge.shared.token(payload: Forge.payload(["name": "\"Alice\""])))
        #expect(bench.access.decision(on: token, to: .rpc, at: Self.now) == nil)
        let alice = try #require(await bench.caller(token))
        #expect(bench.people.name(of: alice.userID) == "Alice")
        #expect(bench.access.decision(on: token, to: .rpc, at: Self.now) == .allow(alice))
        #expect(bench.people.lookups == 1)

        func decision(at now: Timestamp = Self.now) -> AccessDecision? {
            bench.access.decision(on: token, to: .rpc, at: now)
        }
        bench.people.set(alice.userID, AccountStatus(isDisabled: true))
        #expect(decision() == .refuse(.disabled))
        bench.people.set(alice.userID, AccountStatus(tokensValidAfter: Self.later(.milliseconds(1))))
        #expect(decision() == .refuse(.signedOut))
        bench.people.set(alice.userID, AccountStatus(tokensValidAfter: Self.now))
        #expect(decision() == .allow(alice))
        bench.people.set(alice.userID, nil)
        #expect(decision() == .refuse(.unknownUser))
        bench.people.set(alice.userID, AccountStatus())
        #expect(decision(at: Self.later(.milliseconds(659_999))) == .allow(alice))
        #expect(decision(at: Self.later(.seconds(660))) == .refuse(.tokenExpired))
    }

    @Test func `jwt: someone shut out is refused on the first sight of a token too`() async throws {
        let bench = try await Workbench(.jwt)
        let token = Credentials(bearer: try Forge.shared.token())
        let alice = try #require(await bench.caller(token))
        bench.people.set(alice.userID, AccountStatus(isDisabled: true))
        let other = Credentials(bearer: try Forge.shared.token(.rs256))
        #expect(await bench.decision(other) == .refuse(.disabled))
        bench.people.set(alice.userID, AccountStatus(tokensValidAfter: Self.later(.seconds(1))))
        #expect(await bench.decision(other) == .refuse(.signedOut))
    }

    @Test func `jwt: a token verified by a key that was withdrawn is verified again`() async throws {
        let bench = try await Workbench(.jwt)
        let token = Credentials(bearer: try Forge.shared.token())
        #expect(await bench.caller(token) != nil)
        bench.keys.rotate(to: try await Forge.document(Forge.mallory.jwk(.es256, kid: "ES256")).keySet())
        #expect(bench.access.decision(on: token, to: .rpc, at: Self.now) == nil)
        #expect(await bench.decision(token) == .refuse(.notAuthenticated))
    }

    @Test func `jwt: what is wrong with a token is never said, only that it has expired`() async throws {
        let bench = try await Workbench(.jwt)
        let expired = try Forge.shared.token(payload: Forge.payload(["iat": "1", "exp": "2"]))
        #expect(await bench.decision(Credentials(bearer: expired)) == .refuse(.tokenExpired))
        for token in [
            "x", "a.b.c", String(repeating: "x", count: 9000),
            try Forge.shared.token(payload: Forge.payload(["aud": "\"x\""])).exposedText,
            try Forge.mallory.token().exposedText,
        ] {
            #expect(await bench.decision(Credentials(bearer: Secret(token))) == .refuse(.notAuthenticated))
        }
    }

    @Test func `jwt: a long token is refused at once and leaves no trace`() async throws {
        let bench = try await Workbench(.jwt)
        let long = Credentials(bearer: Secret(String(repeating: "x", count: 8193)))
        #expect(bench.access.decision(on: long, to: .rpc, at: Self.now) == .refuse(.notAuthenticated))
    }

    @Test func `jwt: headers of other modes mean nothing`() async throws {
        let bench = try await Workbench(.jwt)
        #expect(await bench.decision(Workbench.proxied("olga")) == .refuse(.notAuthenticated))
        #expect(await bench.decision(Credentials(user: "1"), to: .socket(.user(1))) == .awaitOpen)
    }

    @Test func `jwt: operators are listed by subject, named by a claim, or minted on the data directory`() async throws
    {
        let bench = try await Workbench(.jwt) { $0.operatorClaim = ClaimMapping("roles=boss") }
        func isOperator(_ changes: [String: String?]) async throws -> Bool? {
            await bench.caller(Credentials(bearer: try Forge.shared.token(payload: Forge.payload(changes))))?.isOperator
        }
        #expect(try await isOperator([:]) == false)
        #expect(try await isOperator(["sub": "\"olga\""]) == true)
        #expect(try await isOperator(["roles": #"["boss"]"#]) == true)
        #expect(try await isOperator(["roles": #"["bosses"]"#, "operator": "true", "isOperator": "true"]) == false)
        let minted = try await bench.local.mint(.forOperator(until: Self.later(.seconds(60))), at: Self.now)
        let first = await bench.caller(Credentials(bearer: minted))
        #expect(first?.userID == Caller.operatorID)
        #expect(first?.isOperator == true)
    }

    @Test func `jwt: whom the store makes an operator, or no longer, is one at once`() async throws {
        let bench = try await Workbench(.jwt)
        let token = Credentials(bearer: try Forge.shared.token())
        let alice = try #require(await bench.caller(token))
        for isOperator in [true, false] {
            bench.people.set(alice.userID, AccountStatus(isOperator: isOperator))
            #expect(await bench.caller(token)?.isOperator == isOperator)
        }
    }

    @Test func `jwt: a long name is cut to 100 scalars, whatever they combine to`() async throws {
        let bench = try await Workbench(.jwt)
        let name = "\"e\(String(repeating: "\u{301}", count: 500))\""
        let alice = await bench.caller(
            Credentials(bearer: try Forge.shared.token(payload: Forge.payload(["name": name])))
        )
        #expect(bench.people.name(of: try #require(alice).userID)?.unicodeScalars.count == 100)
    }

    @Test func `jwt: an operator's name under another issuer is nobody special`() async throws {
        let bench = try await Workbench(.jwt)
        let grant = TokenGrant(issuer: IdentityIssuer.local, subject: "olga", expiresAt: Self.later(.seconds(60)))
        let token = try await bench.local.mint(grant, at: Self.now)
        #expect(await bench.decision(Credentials(bearer: token)) == .refuse(.unknownUser))
        bench.people.link(8, to: IdentityIssuer.local, "olga")
        let local = try #require(await bench.caller(Credentials(bearer: token)))
        #expect(local.userID == 8 && !local.isOperator)
    }

    @Test func `jwt: what a server in dev mode has handed out is worth nothing`() async throws {
        let bench = try await Workbench(.jwt)
        for use in [TokenGrant.Use.access, .session] {
            let grant = TokenGrant(
                use: use,
                issuer: IdentityIssuer.developer,
                subject: "1",
                expiresAt: Self.later(.seconds(60))
            )
            let token = try await bench.local.mint(grant, at: Self.now)
            let credentials = use == .session ? Credentials(cookie: token) : Credentials(bearer: token)
            #expect(await bench.decision(credentials) == .refuse(.notAuthenticated))
        }
    }

    @Test func `jwt: a token counts only where it was made to be shown`() async throws {
        let bench = try await Workbench(.jwt)
        func token(_ use: TokenGrant.Use) async throws -> Secret {
            let grant = TokenGrant(
                use: use,
                issuer: Forge.issuer,
                subject: "alice",
                expiresAt: Self.later(.seconds(60))
            )
            return try await bench.local.mint(grant, at: Self.now)
        }
        let (access, session, media) = (try await token(.access), try await token(.session), try await token(.media))
        // Each twice: the second time it is remembered.
        for _ in 0..<2 {
            #expect(await bench.caller(Credentials(bearer: access)) != nil)
            #expect(await bench.caller(Credentials(cookie: session)) != nil)
            #expect(await bench.decision(Credentials(cookie: access)) == .refuse(.notAuthenticated))
            #expect(await bench.decision(Credentials(cookie: media)) == .refuse(.notAuthenticated))
            #expect(await bench.decision(Credentials(bearer: session)) == .refuse(.notAuthenticated))
            #expect(await bench.decision(Credentials(cookie: try Forge.shared.token())) == .refuse(.notAuthenticated))
            #expect(await bench.decision(Credentials(bearer: media)) == .refuse(.outOfScope))
            #expect(await bench.decision(Credentials(bearer: media), to: .socket(.user(7))) == .refuse(.outOfScope))
            guard case .allow(let reader?) = await bench.decision(Credentials(bearer: media), to: .mediaDownload) else {
                Issue.record("a media token should download")
                return
            }
            #expect(reader.scope == .mediaOnly && !reader.isOperator)
        }
    }

    @Test func `jwt: with provisioning off only those who exist are let in`() async throws {
        let bench = try await Workbench(.jwt) { $0.provision = .deny }
        #expect(await bench.decision(Credentials(bearer: try Forge.shared.token())) == .refuse(.unknownUser))
        let minted = try await bench.local.mint(.forOperator(until: Self.later(.seconds(60))), at: Self.now)
        #expect(await bench.caller(Credentials(bearer: minted))?.userID == 1)
    }

    @Test func `jwt: when the core is away that is said, and the token is not blamed`() async throws {
        let bench = try await Workbench(.jwt)
        let token = Credentials(bearer: try Forge.shared.token())
        bench.people.setDown(true)
        #expect(await bench.decision(token) == .refuse(.unavailable))
        #expect(await bench.decision(token, to: .socket(.user(7))) == .refuse(.unavailable))
        bench.people.setDown(false)
        #expect(await bench.caller(token) != nil)
    }

    @Test func `jwt: a socket without credentials waits for its first frame, which has the last word`() async throws {
        let bench = try await Workbench(.jwt)
        let token = try Forge.shared.token()
        let alice = try #require(await bench.caller(Credentials(bearer: token)))
        let path = PathUser.user(alice.userID)
        #expect(await bench.decision(Credentials(), to: .socket(path)) == .awaitOpen)
        #expect(await bench.access.decision(opening: path, with: token, at: Self.now) == .allow(alice))
        #expect(await bench.access.decision(opening: .user(7), with: token, at: Self.now) == .refuse(.notYou))
        #expect(await bench.access.decision(opening: path, with: nil, at: Self.now) == .refuse(.notAuthenticated))
        #expect(
            await bench.access.decision(opening: path, with: Secret("x"), at: Self.now) == .refuse(.notAuthenticated)
        )
        let old = try Forge.shared.token(payload: Forge.payload(["iat": "1", "exp": "2"]))
        #expect(await bench.access.decision(opening: path, with: old, at: Self.now) == .refuse(.tokenExpired))
    }

    @Test func `what was said twice is believed in no mode`() async throws {
        for mode in AccessMode.allCases {
            let bench = try await Workbench(mode)
            var credentials = Workbench.proxied("alice")
            credentials.bearer = try Forge.shared.token()
            credentials.isAmbiguous = true
            #expect(await bench.decision(credentials) == .refuse(.notAuthenticated))
        }
    }

    // MARK: Refresh

    @Test func `auth.refresh takes a newer token of the same person and keeps the sign-in`() async throws {
        let bench = try await Workbench(.jwt)
        var alice = try #require(await bench.caller(Credentials(bearer: try Forge.shared.token())))
        alice.sessionID = SessionID(rawValue: "page")
        let newer = try Forge.shared.token(payload: Forge.payload(["exp": "1800009000"]))
        let renewed = try await bench.access.renewed(alice, by: newer, at: Self.now)
        #expect(renewed.userID == alice.userID)
        #expect(renewed.expiresAt == 1_800_009_000_000)
        #expect(renewed.sessionID == SessionID(rawValue: "page"))
    }

    @Test func `auth.refresh refuses someone else's token, a bad one, a media token and a shut-out person`()
        async throws
    {
        let bench = try await Workbench(.jwt)
        let alice = try #require(await bench.caller(Credentials(bearer: try Forge.shared.token())))
        let other = try Forge.shared.token(payload: Forge.payload(["sub": "\"bob\""]))
        await #expect(throws: AccessRefusal.notYou) { try await bench.access.renewed(alice, by: other, at: Self.now) }
        await #expect(throws: AccessRefusal.notAuthenticated) {
            try await bench.access.renewed(alice, by: Secret("x"), at: Self.now)
        }
        let grant = TokenGrant(
            use: .media,
            issuer: Forge.issuer,
            subject: "alice",
            expiresAt: Self.later(.seconds(60))
        )
        let media = try await bench.local.mint(grant, at: Self.now)
        await #expect(throws: AccessRefusal.outOfScope) {
            try await bench.access.renewed(alice, by: media, at: Self.now)
        }
        bench.people.set(alice.userID, AccountStatus(isDisabled: true))
        await #expect(throws: AccessRefusal.disabled) {
            try await bench.access.renewed(alice, by: Forge.shared.token(), at: Self.now)
        }
    }

    @Test(arguments: [AccessMode.dev, .proxy])
    func `auth.refresh changes nothing where tokens mean nothing`(mode: AccessMode) async throws {
        let bench = try await Workbench(mode)
        let caller = Caller(userID: 7, issuedAt: Self.now)
        #expect(try await bench.access.renewed(caller, by: Secret("x"), at: Self.now) == caller)
        bench.people.set(7, AccountStatus(isDisabled: true))
        await #expect(throws: AccessRefusal.disabled) {
            try await bench.access.renewed(caller, by: Secret("x"), at: Self.now)
        }
    }
}
