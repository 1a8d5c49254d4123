// SPDX-License-Identifier: Apache-2.0

/// What somebody is shown who asks for a page.
package enum PageDecision: Hashable, Sendable {
    /// The page.
    case show
    /// The page for signing in, and then this one.
    case signIn
    /// The first page: there is nothing to sign in to here.
    case goOn
    /// That the page is not for them.
    case forbid

    /// Who asks, as far as pages tell people apart.
    package enum Visitor: Hashable, Sendable {
        /// Nobody has signed in.
        case nobody
        /// Somebody has.
        case person(isOperator: Bool)
    }

    /// Decides.
    ///
    /// Behind a proxy everybody who gets here is signed in already, and the page for it would lead in a circle.
    ///
    /// - Parameters:
    ///   - page: What is asked for.
    ///   - visitor: By whom.
    ///   - mode: Whom the server believes.
    package init(on page: Page, for visitor: Visitor, mode: AccessMode) {
        switch (page, visitor, mode) {
        case (_, _, .deny), (_, .nobody, .proxy): self = .forbid
        case (.signIn, .person, .proxy): self = .goOn
        case (.signIn, _, .dev), (.signIn, _, .jwt): self = .show
        case (.chat, .nobody, _), (.board, .nobody, _), (.console, .nobody, _): self = .signIn
        case (.console, .person(isOperator: false), _): self = .forbid
        case (.chat, .person, _), (.board, .person, _), (.console, .person(isOperator: true), _): self = .show
        }
    }
}
