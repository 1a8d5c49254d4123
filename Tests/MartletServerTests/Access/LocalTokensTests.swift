// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletWire
import Testing

@Suite struct LocalTokensTests {
    static let now: Timestamp = 1_800_000_000_123

    static func grant(_ use: TokenGrant.Use = .access, life: Duration = .seconds(60)) -> TokenGrant {
        TokenGrant(
            use: use,
            issuer: Forge.issuer,
            subject: "alice",
            displayName: "Alice",
            isOperator: true,
            sessionID: SessionID(rawValue: "s"),
            expiresAt: now.advanced(by: life)
        )
    }

    @Test(arguments: TokenGrant.Use.allCases)
    func `a token says what it was made to say, to the millisecond`(use: TokenGrant.Use) async throws {
        let local = try await Workbench.localTokens()
        let token = try CompactToken(await local.mint(Self.grant(use), at: Self.now))
        #expect(LocalTokens.claims(token))
        let (identity, found) = try local.verify(token, for: [use], at: Self.now)
        #expect(found == use)
        #expect(
            identity
                == Identity(
                    issuer: Forge.issuer,
                    subject: "alice",
                    displayName: "Alice",
                    isOperator: true,
                    scope: use == .media ? .mediaOnly : .full,
                    sessionID: SessionID(rawValue: "s"),
                    issuedAt: Self.now,
                    expiresAt: Self.now.advanced(by: .seconds(60))
                )
        )
    }

    @Test func `a token is refused wherever it was not made for`() async throws {
        let local = try await Workbench.localTokens()
        for use in TokenGrant.Use.allCases {
            let token = try CompactToken(await local.mint(Self.grant(use), at: Self.now))
            let others = Set(TokenGrant.Use.allCases).subtracting([use])
            #expect(throws: TokenFault.wrongUse) { try local.verify(token, for: others, at: Self.now) }
        }
    }

    @Test func `our own clock needs no leeway at the end`() async throws {
        let local = try await Workbench.localTokens()
        let token = try CompactToken(await local.mint(Self.grant(), at: Self.now))
        _ = try local.verify(token, for: [.access], at: Self.now.advanced(by: .milliseconds(59_999)))
        #expect(throws: TokenFault.expired) {
            try local.verify(token, for: [.access], at: Self.now.advanced(by: .seconds(60)))
        }
    }

    @Test func `another server's token is not ours`() async throws {
        let (one, other) = (try await Workbench.localTokens(), try await Workbench.localTokens())
        let token = try CompactToken(await one.mint(Self.grant(), at: Self.now))
        #expect(throws: TokenFault.badSignature) { try other.verify(token, for: [.access], at: Self.now) }
    }

    @Test func `the issuer's key does not sign our tokens`() async throws {
        let local = try await Workbench.localTokens()
        let payload =
            #"{"iss":"martlet","aud":"martlet","sub":"operator","operator":true,"use":"access","#
            + #""vouched_by":"martlet","iat":1800000000,"exp":1900000000}"#
        for kid in ["local", "ES256"] {
            let token = try CompactToken(Forge.shared.token(.es256, kid: kid, payload: payload))
            #expect(throws: TokenFault.self) { try local.verify(token, for: [.access], at: Self.now) }
        }
        let bench = try await Workbench(.jwt)
        let forged = try Forge.shared.token(.es256, payload: payload)
        #expect(await bench.decision(Credentials(bearer: forged)) == .refuse(.notAuthenticated))
    }

    @Test func `two tokens for one person at one moment differ`() async throws {
        let local = try await Workbench.localTokens()
        let one = try await local.mint(Self.grant(), at: Self.now)
        let other = try await local.mint(Self.grant(), at: Self.now)
        #expect(one.exposedText != other.exposedText)
    }
}
