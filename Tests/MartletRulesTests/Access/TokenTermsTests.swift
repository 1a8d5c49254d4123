// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct TokenTermsTests {
    static let terms = TokenTerms(issuer: "https://issuer", audience: "martlet-app")
    static let now: Timestamp = 1_000_000
    static let good = TokenClaims(
        issuer: "https://issuer",
        audiences: ["other", "martlet-app"],
        subject: "alice",
        issuedAt: 900_000,
        notBefore: 900_000,
        expiresAt: 1_100_000
    )

    static func fault(_ change: (inout TokenClaims) -> Void) -> TokenFault? {
        var claims = Self.good
        change(&claims)
        return Self.terms.fault(in: claims, at: Self.now)
    }

    @Test func `a good token is good, and iat and nbf are optional`() {
        #expect(Self.fault { _ in } == nil)
        #expect(Self.fault { ($0.issuedAt, $0.notBefore) = (nil, nil) } == nil)
    }

    @Test func `iss, aud, sub and exp must be there`() {
        #expect(Self.fault { $0.issuer = nil } == .missingClaim)
        #expect(Self.fault { $0.audiences = [] } == .missingClaim)
        #expect(Self.fault { $0.subject = nil } == .missingClaim)
        #expect(Self.fault { $0.subject = "" } == .missingClaim)
        #expect(Self.fault { $0.subject = String(repeating: "é", count: 129) } == .missingClaim)
        #expect(Self.fault { $0.expiresAt = nil } == .missingClaim)
    }

    @Test func `iss and aud must be ours to the letter`() {
        #expect(Self.fault { $0.issuer = "https://issuer/" } == .wrongIssuer)
        #expect(Self.fault { $0.audiences = ["martlet-app2", "Martlet-App"] } == .wrongAudience)
    }

    @Test(arguments: [(-60_000, TokenFault.expired), (-59_999, nil), (1, nil)] as [(Int64, TokenFault?)])
    func `exp has 60 s of leeway, to the millisecond`(offset: Int64, fault: TokenFault?) {
        let found = Self.fault {
            $0.expiresAt = Timestamp(rawValue: Self.now.rawValue + offset)
        }
        #expect(found == fault)
    }

    @Test(arguments: [(60_000, nil), (60_001, TokenFault.notYetValid)] as [(Int64, TokenFault?)])
    func `nbf and iat may be 60 s ahead of our clock, to the millisecond`(offset: Int64, fault: TokenFault?) {
        let instant = Timestamp(rawValue: Self.now.rawValue + offset)
        #expect(Self.fault { $0.notBefore = instant } == fault)
        #expect(Self.fault { $0.issuedAt = instant } == fault)
    }

    @Test func `a token that ends before it was issued is nonsense`() {
        #expect(Self.fault { ($0.issuedAt, $0.expiresAt) = (1_000_001, 1_000_001) } == .malformed)
    }

    @Test func `only a token that is otherwise good is called expired`() {
        #expect(Self.fault { ($0.expiresAt, $0.issuer) = (1, "x") } == .wrongIssuer)
        #expect(Self.fault { ($0.expiresAt, $0.audiences) = (1, ["x"]) } == .wrongAudience)
        #expect(TokenFault.expired.refusal == .tokenExpired)
        #expect(TokenFault.keyAway.refusal == .unavailable)
        for fault in TokenFault.allCases where fault != .expired && fault != .keyAway {
            #expect(fault.refusal == .notAuthenticated)
        }
    }

    @Test func `claims at the ends of time do not overflow`() {
        #expect(Self.fault { $0.expiresAt = 4_000_000_000_000_000 } == nil)
        #expect(Self.fault { ($0.issuedAt, $0.expiresAt) = (nil, -4_000_000_000_000_000) } == .expired)
    }
}
