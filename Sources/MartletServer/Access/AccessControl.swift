// SPDX-License-Identifier: Apache-2.0

package import HTTPTypes
package import MartletRules
package import MartletWire
package import NIOHTTP1

/// Everything about access that a route or a socket has to ask, in the order in which it asks.
///
/// 1. ``verdict(on:isSecure:)``, or ``verdict(on:to:isSecure:)``: was a browser tricked into this? Every route, first.
/// 2. ``decision(on:to:at:)`` at once, or if that is `nil` ``resolvedDecision(on:to:at:)`` in a task: who is it, and may they?
/// 3. For a socket told to ``AccessDecision/awaitOpen``: ``decision(opening:with:at:)`` with its first frame.
/// 4. On every call, and when someone's standing changes: ``refusal(of:at:)``.
package final class AccessControl: Sendable {
    /// What the operator decided.
    package let configuration: AccessConfiguration
    /// The page's cookie.
    package let cookie: SessionCookie
    /// How pages sign in and out.
    package let sessions: Sessions
    private let requestGuard: RequestGuard
    private let authenticator: Authenticator

    /// Puts the parts together.
    package init(
        configuration: AccessConfiguration,
        requestGuard: RequestGuard,
        cookie: SessionCookie,
        authenticator: Authenticator,
        sessions: Sessions
    ) {
        self.configuration = configuration
        self.requestGuard = requestGuard
        self.cookie = cookie
        self.authenticator = authenticator
        self.sessions = sessions
    }

    /// Judges a request that came to the router, before anything else.
    package func verdict(on request: HTTPRequest, isSecure: Bool) -> RequestGuard.Verdict {
        self.requestGuard.verdict(on: RequestFacts(request, isSecure: isSecure, cookie: self.cookie))
    }

    /// Judges a request that asks to be upgraded, before anything else.
    package func verdict(on head: HTTPRequestHead, to route: AccessRoute, isSecure: Bool) -> RequestGuard.Verdict {
        self.requestGuard.verdict(on: RequestFacts(head, to: route, isSecure: isSecure, cookie: self.cookie))
    }

    /// The origin of another site's page that may read the answer to a request, as it gave it; `nil` for all others.
    package func sharedOrigin(of request: HTTPRequest, isSecure: Bool) -> String? {
        self.requestGuard.sharedOrigin(of: RequestFacts(request, isSecure: isSecure, cookie: self.cookie))
    }

    /// The credentials of a request.
    package func credentials(in headers: some HeaderSource, for route: AccessRoute) -> Credentials {
        Credentials(headers: headers, route: route, cookie: self.cookie)
    }

    /// Decides at once, or `nil` if it takes ``resolvedDecision(on:to:at:)``.
    package func decision(on credentials: Credentials, to route: AccessRoute, at now: Timestamp) -> AccessDecision? {
        self.authenticator.claim(of: credentials, at: now).map { self.decision(on: $0, to: route) }
    }

    /// Decides, with whatever it takes.
    package func resolvedDecision(
        on credentials: Credentials,
        to route: AccessRoute,
        at now: Timestamp
    ) async -> AccessDecision {
        self.decision(on: await self.authenticator.resolvedClaim(of: credentials, at: now), to: route)
    }

    /// Decides on a socket by its first frame.
    ///
    /// - Parameters:
    ///   - path: Whom the socket's path names.
    ///   - token: The frame's token; `nil` if the first frame was not an `open`, or none came in time.
    ///   - now: The wall clock.
    /// - Returns: The last word: never ``AccessDecision/awaitOpen``.
    package func decision(
        opening path: PathUser,
        with token: Secret?,
        at now: Timestamp
    ) async -> AccessDecision {
        let credentials = token.map { Credentials(bearer: $0, pathUser: path) } ?? Credentials(pathUser: path)
        let claim = await self.authenticator.resolvedClaim(of: credentials, at: now)
        return AccessDecision(mode: self.configuration.mode, route: .socket(path), claim: claim, mayOpen: false)
    }

    /// Who asks, as far as pages tell people apart.
    ///
    /// In dev mode a request that names nobody is the operator's, which is right for a program and wrong for a page: its
    /// visitor is somebody once they have picked who.
    ///
    /// - Parameters:
    ///   - caller: Whom the request was let in as.
    ///   - headers: Its headers.
    /// - Returns: Somebody who has said who they are, or nobody.
    package func visitor(_ caller: Caller?, in headers: some HeaderSource) -> PageDecision.Visitor {
        guard let caller else { return .nobody }
        if self.configuration.mode == .dev, caller.sessionID == nil {
            let hasName = self.credentials(in: headers, for: .page).user != nil
            return hasName ? .person(isOperator: caller.isOperator) : .nobody
        }
        return .person(isOperator: caller.isOperator)
    }

    /// Why a caller who was let in is let in no longer, or `nil`.
    package func refusal(of caller: Caller, at now: Timestamp) -> AccessRefusal? {
        self.authenticator.refusal(of: caller, at: now)
    }

    /// The caller of a live socket after `auth.refresh`.
    package func renewed(_ caller: Caller, by token: Secret, at now: Timestamp) async throws(AccessRefusal) -> Caller {
        try await self.authenticator.renewed(caller, by: token, at: now)
    }

    private func decision(on claim: AccessClaim, to route: AccessRoute) -> AccessDecision {
        AccessDecision(mode: self.configuration.mode, route: route, claim: claim)
    }
}
