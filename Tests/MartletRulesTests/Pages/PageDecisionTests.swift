// SPDX-License-Identifier: Apache-2.0

import MartletRules
import Testing

@Suite struct PageDecisionTests {
    typealias Visitor = PageDecision.Visitor

    static let person = Visitor.person(isOperator: false)
    static let boss = Visitor.person(isOperator: true)

    static let table: [(Page, Visitor, AccessMode, PageDecision)] = [
        (.chat, .nobody, .dev, .signIn),
        (.board, .nobody, .jwt, .signIn),
        (.console, .nobody, .jwt, .signIn),
        (.chat, person, .dev, .show),
        (.board, person, .proxy, .show),
        (.console, person, .jwt, .forbid),
        (.console, boss, .jwt, .show),
        (.console, person, .proxy, .forbid),
        (.signIn, .nobody, .dev, .show),
        (.signIn, person, .jwt, .show),
        // Behind a proxy a page for signing in would lead in a circle.
        (.signIn, person, .proxy, .goOn),
        (.chat, .nobody, .proxy, .forbid),
        (.signIn, .nobody, .proxy, .forbid),
    ]

    @Test(arguments: table)
    func `whoever may see a page sees it, and others are led to where they can`(
        page: Page,
        visitor: Visitor,
        mode: AccessMode,
        decision: PageDecision
    ) {
        #expect(PageDecision(on: page, for: visitor, mode: mode) == decision)
    }

    @Test(arguments: Page.allCases)
    func `where no mode was chosen nothing is shown`(page: Page) {
        for visitor in [Visitor.nobody, Self.person, Self.boss] {
            #expect(PageDecision(on: page, for: visitor, mode: .deny) == .forbid)
        }
    }
}
