// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletWire
import Testing

/// R3-22: the whole table mode × route × identity.
@Suite struct AccessDecisionTests {
    static let user = Caller(userID: 7)
    static let `operator` = Caller(userID: 1, isOperator: true)
    static let mediaReader = Caller(userID: 7, scope: .mediaOnly)

    /// The columns of the table, in order.
    static let routes: [AccessRoute] = [
        .socket(.user(7)), .socket(.user(8)), .socket(.malformed), .echo, .rpc, .events, .session, .mediaUpload,
        .mediaDownload, .rest, .beacon, .document, .health, .metrics, .page, .unknown,
    ]

    enum Who: CaseIterable { case nobody, refused, user, `operator`, mediaReader }

    /// One letter for each route: `+` in as oneself, `o` in as nobody, `d` in as whoever the path names, `w` wait for
    /// `open`, `r` out for the credential's own fault, and a digit or letter for each other refusal.
    static let table: [(AccessMode, Who, String)] = [
        //                          socket  echo    events  upload  rest    document metrics unknown
        //                          7 8 ?     rpc     session download beacon  health  page
        (.dev, .nobody, /*      */ "d d 1  o  1  1  o  1  1  1  o  o  o  1  o  1"),
        (.dev, .refused, /*     */ "r r r  o  r  r  o  r  r  r  o  o  o  r  o  r"),
        (.dev, .user, /*        */ "+ d 4  o  +  +  +  +  +  +  o  +  o  p  +  +"),
        (.dev, .operator, /*    */ "d d 4  o  +  +  +  +  +  +  o  +  o  +  +  +"),
        (.dev, .mediaReader, /* */ "s s s  o  s  s  o  s  +  s  o  o  o  s  o  s"),
        (.proxy, .nobody, /*    */ "1 1 1  -  1  1  1  1  1  1  o  1  o  1  1  1"),
        (.proxy, .refused, /*   */ "r r r  -  r  r  r  r  r  r  o  r  o  r  r  r"),
        (.proxy, .user, /*      */ "+ 3 3  -  +  +  +  +  +  +  o  +  o  p  +  +"),
        (.proxy, .operator, /*  */ "3 3 3  -  +  +  +  +  +  +  o  +  o  +  +  +"),
        (.proxy, .mediaReader, /**/ "s s s  -  s  s  o  s  +  s  o  o  o  s  o  s"),
        (.jwt, .nobody, /*      */ "w w w  -  1  1  o  1  1  1  o  o  o  1  o  1"),
        (.jwt, .refused, /*     */ "r r r  -  r  r  o  r  r  r  o  o  o  r  o  r"),
        (.jwt, .user, /*        */ "+ 3 3  -  +  +  +  +  +  +  o  +  o  p  +  +"),
        (.jwt, .operator, /*    */ "3 3 3  -  +  +  +  +  +  +  o  +  o  +  +  +"),
        (.jwt, .mediaReader, /* */ "s s s  -  s  s  o  s  +  s  o  o  o  s  o  s"),
        (.deny, .nobody, /*     */ "1 1 1  -  1  1  1  1  1  1  1  1  o  1  1  1"),
        (.deny, .refused, /*    */ "1 1 1  -  1  1  1  1  1  1  1  1  o  1  1  1"),
        (.deny, .user, /*       */ "1 1 1  -  1  1  1  1  1  1  1  1  o  1  1  1"),
        (.deny, .operator, /*   */ "1 1 1  -  1  1  1  1  1  1  1  1  o  1  1  1"),
        (.deny, .mediaReader, /**/ "1 1 1  -  1  1  1  1  1  1  1  1  o  1  1  1"),
    ]

    static func claims(of who: Who) -> [AccessClaim] {
        switch who {
        case .nobody: [.nobody]
        case .refused: AccessRefusal.allCases.map { .refused($0) }
        case .user: [.caller(Self.user)]
        case .operator: [.caller(Self.operator)]
        case .mediaReader: [.caller(Self.mediaReader)]
        }
    }

    static func expected(_ letter: Substring, _ route: AccessRoute, _ claim: AccessClaim) -> AccessDecision? {
        switch (letter, claim, route) {
        case ("+", .caller(let caller), _): .allow(caller)
        case ("o", _, _): .allow(nil)
        case ("d", _, .socket(.user(let user))): .allow(Caller(userID: user, isOperator: user == 1))
        case ("w", _, _): .awaitOpen
        case ("r", .refused(let refusal), _): .refuse(refusal)
        case ("1", _, _): .refuse(.notAuthenticated)
        case ("3", _, _): .refuse(.notYou)
        case ("4", _, _): .refuse(.unknownUser)
        case ("s", _, _): .refuse(.outOfScope)
        case ("p", _, _): .refuse(.notOperator)
        case ("-", _, _): .refuse(.noSuchRoute)
        default: nil
        }
    }

    @Test(arguments: table)
    func `R3-22: every mode decides every route for every identity as the table says`(
        mode: AccessMode,
        who: Who,
        letters: String
    ) throws {
        let row = letters.split(separator: " ")
        try #require(row.count == Self.routes.count)
        for (route, letter) in zip(Self.routes, row) {
            for claim in Self.claims(of: who) {
                let decision = AccessDecision(mode: mode, route: route, claim: claim)
                #expect(decision == Self.expected(letter, route, claim), "\(mode) \(route) \(claim)")
            }
        }
    }

    @Test func `R3-22: the table has every mode and every identity once`() {
        let pairs = Self.table.map { "\($0.0) \($0.1)" }
        #expect(Set(pairs).count == AccessMode.allCases.count * Who.allCases.count)
        #expect(pairs.count == Set(pairs).count)
    }

    @Test(arguments: AccessMode.allCases)
    func `a first frame that shows nothing ends the wait with 4001`(mode: AccessMode) {
        let route = AccessRoute.socket(.malformed)
        let decision = AccessDecision(mode: mode, route: route, claim: .nobody, mayOpen: false)
        #expect(decision == .refuse(.notAuthenticated))
        #expect(AccessRefusal.notAuthenticated.closeCode == .notAuthenticated)
    }

    @Test(arguments: [nil, "", "Dev", "DEV", "none", "jwt ", "off", "true"])
    func `unknown mode text and no text at all let nobody in`(text: String?) {
        #expect(AccessMode(text: text) == .deny)
    }

    @Test func `the three modes are spelled dev, proxy and jwt`() {
        #expect(["dev", "proxy", "jwt"].map { AccessMode(text: $0) } == [.dev, .proxy, .jwt])
    }

    @Test func `the operator of a developer's own server is user 1 and nobody else`() {
        #expect(Caller.developer(1).isOperator)
        #expect(!Caller.developer(2).isOperator)
    }
}
