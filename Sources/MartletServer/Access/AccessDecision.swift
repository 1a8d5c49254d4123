// SPDX-License-Identifier: Apache-2.0

package import MartletRules
import MartletWire

/// Whether a request may go on: the table mode × route × identity, a decision without I/O.
package enum AccessDecision: Hashable, Sendable {
    /// It may, for this caller; without one where the route needs none.
    case allow(Caller?)
    /// The socket may stay for as long as its first frame is awaited, which must be an `open` with a token.
    case awaitOpen
    /// It may not.
    case refuse(AccessRefusal)

    /// Decides.
    ///
    /// - Parameters:
    ///   - mode: Whom the server believes.
    ///   - route: What the request is for.
    ///   - claim: What its credentials came to.
    ///   - mayOpen: Whether a socket without credentials can still show a token; `false` once its first frame is in.
    package init(mode: AccessMode, route: AccessRoute, claim: AccessClaim, mayOpen: Bool = true) {
        switch route.requirement {
        case .nobody:
            self = .allow(nil)
        case .developer:
            self = mode == .dev ? .allow(nil) : .refuse(.noSuchRoute)
        case .ownToken:
            self = mode == .deny ? .refuse(.notAuthenticated) : .allow(nil)
        case .invitation:
            self = Self.invitation(mode: mode, claim: claim)
        case .caller, .mediaReader, .operator:
            self = Self.personal(mode: mode, route: route, claim: claim, mayOpen: mayOpen)
        }
    }

    /// A page must load before anyone can sign in on it, unless a proxy has done that already.
    private static func invitation(mode: AccessMode, claim: AccessClaim) -> Self {
        switch (mode, claim) {
        case (.deny, _): .refuse(.notAuthenticated)
        case (_, .caller(let caller)): .allow(caller.scope == .full ? caller : nil)
        case (.dev, _), (.jwt, _): .allow(nil)
        case (.proxy, .refused(let refusal)): .refuse(refusal)
        case (.proxy, .nobody): .refuse(.notAuthenticated)
        }
    }

    private static func personal(mode: AccessMode, route: AccessRoute, claim: AccessClaim, mayOpen: Bool) -> Self {
        guard mode != .deny else { return .refuse(.notAuthenticated) }
        switch claim {
        case .refused(let refusal):
            return .refuse(refusal)
        case .nobody:
            guard case .socket(let path) = route else { return .refuse(.notAuthenticated) }
            if mode == .dev, case .user(let user) = path { return .allow(.developer(user)) }
            return mode == .jwt && mayOpen ? .awaitOpen : .refuse(.notAuthenticated)
        case .caller(let caller):
            if let refusal = Self.refusal(of: caller, on: route) { return .refuse(refusal) }
            guard case .socket(let path) = route else { return .allow(caller) }
            return Self.socket(of: path, mode: mode, caller: caller)
        }
    }

    private static func refusal(of caller: Caller, on route: AccessRoute) -> AccessRefusal? {
        let requirement = route.requirement
        if caller.scope != .full && requirement != .mediaReader { return .outOfScope }
        if requirement == .operator && !caller.isOperator { return .notOperator }
        return nil
    }

    private static func socket(of path: PathUser, mode: AccessMode, caller: Caller) -> Self {
        switch (path, mode) {
        case (.user(caller.userID), _): .allow(caller)
        case (.user(let user), .dev): .allow(.developer(user, at: caller.issuedAt))
        case (.malformed, .dev): .refuse(.unknownUser)
        case (_, _): .refuse(.notYou)
        }
    }
}
