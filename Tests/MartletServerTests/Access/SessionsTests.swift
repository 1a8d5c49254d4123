// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletWire
import Testing

@Suite struct SessionsTests {
    static let now = Forge.now

    static func later(_ duration: Duration) -> Timestamp { now.advanced(by: duration) }

    static func signIn(
        _ bench: Workbench,
        _ token: Secret?,
        _ credentials: Credentials = Credentials(),
        at now: Timestamp = now
    ) async throws(AccessRefusal) -> SignedIn {
        try await bench.access.sessions.signIn(with: token, credentials: credentials, at: now)
    }

    static func page(_ signedIn: SignedIn) -> Credentials {
        Credentials(cookie: Workbench.token(in: signedIn.cookie))
    }

    static func offer(life: Duration = .seconds(3600), until end: Timestamp = later(.seconds(600))) -> SignInOffer {
        SignInOffer(
            issuer: Forge.issuer,
            subject: "carol",
            isOperator: true,
            expiresAt: end,
            sessionMilliseconds: life.components.seconds * 1000
        )
    }

    // MARK: Jwt

    @Test func `a token from the issuer signs a page in for no longer than it lives`() async throws {
        let bench = try await Workbench(.jwt)
        let signedIn = try await Self.signIn(bench, Forge.shared.token())
        let cookie = try #require(signedIn.cookie?.exposedText)
        #expect(cookie.hasPrefix("__Host-martlet=") && cookie.contains("; Secure"))
        #expect(cookie.contains("Max-Age=600;") && cookie.contains("HttpOnly; SameSite=Lax"))
        #expect(signedIn.expiresAt == Self.later(.seconds(600)))
        #expect(signedIn.mediaTokenExpiresAt == Self.later(.seconds(600)))
        let caller = try #require(await bench.caller(Self.page(signedIn)))
        #expect(caller == signedIn.caller)
        #expect(caller.scope == .full && caller.sessionID != nil)
        #expect(await bench.decision(Self.page(signedIn), at: Self.later(.seconds(600))) == .refuse(.tokenExpired))
    }

    @Test func `a long-lived token signs in for no longer than a cookie may live`() async throws {
        let bench = try await Workbench(.jwt) {
            $0.mediaTokenLife = .seconds(100); $0.cookieLife = .seconds(1000)
        }
        let token = try Forge.shared.token(payload: Forge.payload(["exp": "1900000000"]))
        let signedIn = try await Self.signIn(bench, token)
        #expect(signedIn.expiresAt == Self.later(.seconds(1000)))
        #expect(signedIn.mediaTokenExpiresAt == Self.later(.seconds(100)))
    }

    @Test func `the media token downloads, and does nothing else`() async throws {
        let bench = try await Workbench(.jwt)
        let signedIn = try await Self.signIn(bench, Forge.shared.token(payload: Forge.payload(["sub": "\"olga\""])))
        #expect(signedIn.caller.isOperator)
        let media = Credentials(bearer: signedIn.mediaToken)
        guard case .allow(let reader?) = await bench.decision(media, to: .mediaDownload) else {
            Issue.record("a media token should download")
            return
        }
        #expect(reader.userID == signedIn.caller.userID && reader.scope == .mediaOnly && !reader.isOperator)
        for route in [AccessRoute.rpc, .events, .mediaUpload, .metrics, .rest, .socket(.user(reader.userID))] {
            #expect(await bench.decision(media, to: route) == .refuse(.outOfScope))
        }
        await #expect(throws: AccessRefusal.notAuthenticated) { try await Self.signIn(bench, signedIn.mediaToken) }
    }

    @Test func `signing out ends that sign-in with all it has handed out, and no other`() async throws {
        let bench = try await Workbench(.jwt)
        let one = try await Self.signIn(bench, Forge.shared.token())
        let other = try await Self.signIn(bench, Forge.shared.token(.rs256))
        #expect(one.caller.userID == other.caller.userID && one.caller.sessionID != other.caller.sessionID)
        #expect(await bench.caller(Self.page(one)) != nil)
        let cleared = try await bench.access.sessions.signOut(one.caller, at: Self.now)
        #expect(cleared == "__Host-martlet=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure")
        #expect(await bench.decision(Self.page(one)) == .refuse(.signedOut))
        let media = Credentials(bearer: one.mediaToken)
        #expect(await bench.decision(media, to: .mediaDownload) == .refuse(.signedOut))
        #expect(bench.access.refusal(of: one.caller, at: Self.now) == .signedOut)
        #expect(AccessRefusal.signedOut.closeCode == .signedOut)
        #expect(await bench.caller(Self.page(other)) == other.caller)
    }

    @Test func `signing out with a token ends that token`() async throws {
        let bench = try await Workbench(.jwt)
        let (token, other) = (
            Credentials(bearer: try Forge.shared.token()), Credentials(bearer: try Forge.shared.token(.hs256))
        )
        let caller = try #require(await bench.caller(token))
        _ = try await bench.access.sessions.signOut(caller, at: Self.now)
        #expect(await bench.decision(token) == .refuse(.signedOut))
        #expect(await bench.caller(other) != nil)
        // Nor can it sign a page in any more.
        await #expect(throws: AccessRefusal.signedOut) { try await Self.signIn(bench, token.bearer) }
    }

    @Test func `signing out that cannot be remembered is not claimed`() async throws {
        let bench = try await Workbench(.jwt)
        let signedIn = try await Self.signIn(bench, Forge.shared.token())
        bench.people.setDown(true)
        await #expect(throws: AccessRefusal.unavailable) {
            try await bench.access.sessions.signOut(signedIn.caller, at: Self.now)
        }
    }

    @Test func `signing in again is the same sign-in, and as someone else another`() async throws {
        let bench = try await Workbench(.jwt)
        let first = try await Self.signIn(bench, Forge.shared.token())
        let newer = try Forge.shared.token(payload: Forge.payload(["exp": "1800009000"]))
        let again = try await Self.signIn(bench, newer, Self.page(first))
        #expect(again.caller.sessionID == first.caller.sessionID)
        #expect(again.expiresAt == 1_800_009_000_000)
        let bob = try Forge.shared.token(payload: Forge.payload(["sub": "\"bob\""]))
        let other = try await Self.signIn(bench, bob, Self.page(first))
        #expect(other.caller.sessionID != first.caller.sessionID)
    }

    @Test func `a page asks again with its cookie alone for a fresh media token`() async throws {
        let bench = try await Workbench(.jwt) { $0.mediaTokenLife = .seconds(60) }
        let first = try await Self.signIn(bench, Forge.shared.token())
        let again = try await Self.signIn(bench, nil, Self.page(first), at: Self.later(.seconds(50)))
        #expect(again.cookie == nil)
        #expect(again.expiresAt == first.expiresAt)
        #expect(again.mediaTokenExpiresAt == Self.later(.seconds(110)))
        let media = Credentials(bearer: again.mediaToken)
        guard case .allow(let reader?) = await bench.decision(media, to: .mediaDownload, at: Self.later(.seconds(100)))
        else {
            Issue.record("a fresh media token should download")
            return
        }
        #expect(reader.sessionID == first.caller.sessionID)
        await #expect(throws: AccessRefusal.notAuthenticated) { try await Self.signIn(bench, nil) }
    }

    @Test func `what is no good signs nobody in`() async throws {
        let bench = try await Workbench(.jwt)
        let first = try await Self.signIn(bench, Forge.shared.token())
        let expired = try Forge.shared.token(payload: Forge.payload(["iat": "1", "exp": "2"]))
        let leeway = try Forge.shared.token(payload: Forge.payload(["iat": "1", "exp": "1799999999"]))
        let cases: [(Secret?, AccessRefusal)] = [
            (Secret("x"), .notAuthenticated), (Secret(""), .notAuthenticated), (Secret("7"), .notAuthenticated),
            (expired, .tokenExpired), (leeway, .tokenExpired),
            (Workbench.token(in: first.cookie), .notAuthenticated), (first.mediaToken, .notAuthenticated),
            (Secret("link_\(String(repeating: "A", count: 43))"), .notAuthenticated),
        ]
        for (token, refusal) in cases {
            await #expect(throws: refusal) { try await Self.signIn(bench, token) }
        }
    }

    // MARK: Links

    @Test func `a link signs in once, and of many who try at once one`() async throws {
        let bench = try await Workbench(.jwt)
        let code = try await Sessions.makeLink(for: Self.offer(), in: bench.people, entropy: .system)
        #expect(bench.people.linkDigests == [code.digest])
        let count = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 { group.addTask { (try? await Self.signIn(bench, code.secret)) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 1)
        await #expect(throws: AccessRefusal.notAuthenticated) { try await Self.signIn(bench, code.secret) }
    }

    @Test func `a link says who, whether an operator, and for how long`() async throws {
        let bench = try await Workbench(.jwt)
        let code = try await Sessions.makeLink(for: Self.offer(), in: bench.people, entropy: .system)
        let signedIn = try await Self.signIn(bench, code.secret)
        #expect(signedIn.caller.isOperator)
        #expect(signedIn.expiresAt == Self.later(.seconds(3600)))
        #expect(await bench.caller(Self.page(signedIn))?.isOperator == true)
        // The same person as the issuer's own token for that subject.
        let carol = try Forge.shared.token(payload: Forge.payload(["sub": "\"carol\""]))
        #expect(await bench.caller(Credentials(bearer: carol))?.userID == signedIn.caller.userID)
    }

    @Test func `a link that is too old signs nobody in, and is used up by the attempt`() async throws {
        let bench = try await Workbench(.jwt)
        let code = try await Sessions.makeLink(for: Self.offer(until: Self.now), in: bench.people, entropy: .system)
        await #expect(throws: AccessRefusal.notAuthenticated) { try await Self.signIn(bench, code.secret) }
        #expect(bench.people.linkCount == 0)
    }

    @Test func `a link made for a server in another mode signs nobody in`() async throws {
        let bench = try await Workbench(.jwt)
        for issuer in [IdentityIssuer.developer, IdentityIssuer.proxy, "https://former.example"] {
            var offer = Self.offer()
            offer.issuer = issuer
            let code = try await Sessions.makeLink(for: offer, in: bench.people, entropy: .system)
            await #expect(throws: AccessRefusal.notAuthenticated) { try await Self.signIn(bench, code.secret) }
        }
    }

    @Test func `a link's code is in the address's fragment, which no server and no log sees`() {
        let code = SignInCode(entropy: Entropy { Array(repeating: 0, count: $0) })
        let link = code.link(to: "https://chat.example.com/").exposedText
        #expect(link == "https://chat.example.com/signin#sign-in=link_\(String(repeating: "A", count: 43))")
    }

    @Test func `a link's code is no token, and cannot be shown as one`() async throws {
        let bench = try await Workbench(.jwt)
        let code = try await Sessions.makeLink(for: Self.offer(), in: bench.people, entropy: .system)
        #expect(await bench.decision(Credentials(bearer: code.secret)) == .refuse(.notAuthenticated))
        #expect(await bench.decision(Credentials(cookie: code.secret)) == .refuse(.notAuthenticated))
        #expect(bench.people.linkCount == 1)
    }

    // MARK: Other modes

    @Test func `dev: a picker's number signs a page in, and the cookie then counts after path and header`() async throws
    {
        let bench = try await Workbench(.dev)
        let signedIn = try await Self.signIn(bench, Secret("7"))
        let cookie = try #require(signedIn.cookie?.exposedText)
        #expect(cookie.hasPrefix("martlet=") && !cookie.contains("Secure"))
        var page = Self.page(signedIn)
        #expect(await bench.caller(page)?.userID == 7)
        page.user = "8"
        #expect(await bench.caller(page)?.userID == 8)
        guard case .allow(let caller?) = await bench.decision(Self.page(signedIn), to: .socket(.user(8))) else {
            Issue.record("the path should win")
            return
        }
        #expect(caller.userID == 8)
        let media = Credentials(bearer: signedIn.mediaToken)
        guard case .allow(let reader?) = await bench.decision(media, to: .mediaDownload) else {
            Issue.record("a media token should download")
            return
        }
        #expect(reader.userID == 7)
    }

    @Test func `dev: who does not exist cannot be picked`() async throws {
        let bench = try await Workbench(.dev)
        await #expect(throws: AccessRefusal.unknownUser) { try await Self.signIn(bench, Secret("99")) }
        await #expect(throws: AccessRefusal.notAuthenticated) { try await Self.signIn(bench, Secret("alice")) }
    }

    @Test func `dev: without a pick the page is whoever the headers say, or the operator`() async throws {
        let bench = try await Workbench(.dev)
        #expect(try await Self.signIn(bench, nil, Credentials(user: "8")).caller.userID == 8)
        let signedIn = try await Self.signIn(bench, nil)
        #expect(signedIn.caller.userID == 1 && signedIn.caller.isOperator)
        #expect(await bench.caller(Self.page(signedIn))?.isOperator == true)
    }

    @Test func `dev: signing out ends the cookie's session`() async throws {
        let bench = try await Workbench(.dev)
        let signedIn = try await Self.signIn(bench, Secret("7"))
        _ = try await bench.access.sessions.signOut(signedIn.caller, at: Self.now)
        #expect(await bench.decision(Self.page(signedIn)) == .refuse(.signedOut))
    }

    @Test func `proxy: the headers alone sign in, and there is nothing to sign out of here`() async throws {
        let bench = try await Workbench(.proxy)
        let signedIn = try await Self.signIn(bench, nil, Workbench.proxied("olga"))
        #expect(signedIn.caller.isOperator)
        #expect(signedIn.cookie == nil && signedIn.mediaToken == nil && signedIn.expiresAt == nil)
        let token = try Forge.shared.token()
        await #expect(throws: AccessRefusal.notAuthenticated) { try await Self.signIn(bench, token) }
        _ = try await bench.access.sessions.signOut(signedIn.caller, at: Self.now)
        #expect(await bench.caller(Workbench.proxied("olga")) != nil)
    }

    @Test func `deny: nobody signs in`() async throws {
        let bench = try await Workbench(.deny)
        await #expect(throws: AccessRefusal.notAuthenticated) { try await Self.signIn(bench, Forge.shared.token()) }
        await #expect(throws: AccessRefusal.notAuthenticated) { try await Self.signIn(bench, Secret("1")) }
    }

    @Test func `what was said twice signs nobody in by its headers`() async throws {
        let bench = try await Workbench(.proxy)
        var credentials = Workbench.proxied("olga")
        credentials.isAmbiguous = true
        await #expect(throws: AccessRefusal.notAuthenticated) { try await Self.signIn(bench, nil, credentials) }
    }
}
