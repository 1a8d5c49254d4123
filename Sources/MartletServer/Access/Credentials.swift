// SPDX-License-Identifier: Apache-2.0

package import MartletRules

/// What a request shows of who sent it, unverified.
package struct Credentials: Sendable {
    /// The most bytes that a token may have.
    package static let tokenLimit = 8 * 1024

    /// The token of `Authorization: Bearer`, or of a socket's first frame.
    package var bearer: Secret?
    /// The page's cookie.
    package var cookie: Secret?
    /// `X-Martlet-User`: a user's number in dev mode, an external subject in proxy mode.
    package var user: String?
    /// `X-Martlet-Proxy-Secret`.
    package var proxySecret: Secret?
    /// Whom the socket's path names, if this is a socket.
    package var pathUser: PathUser?
    /// Whether something was said twice and differently, so that no one of it can be believed.
    package var isAmbiguous: Bool

    package init(
        bearer: Secret? = nil,
        cookie: Secret? = nil,
        user: String? = nil,
        proxySecret: Secret? = nil,
        pathUser: PathUser? = nil,
        isAmbiguous: Bool = false
    ) {
        self.bearer = bearer
        self.cookie = cookie
        self.user = user
        self.proxySecret = proxySecret
        self.pathUser = pathUser
        self.isAmbiguous = isAmbiguous
    }

    /// Reads the credentials off a request's headers; never off its query, which logs and histories keep.
    package init(headers: some HeaderSource, route: AccessRoute, cookie: SessionCookie) {
        let tokens = headers.values(named: "authorization")
        let users = headers.values(named: "x-martlet-user")
        let secrets = headers.values(named: "x-martlet-proxy-secret")
        let cookies = cookie.values(in: headers.values(named: "cookie"))
        self.init(
            bearer: tokens.first.flatMap(Self.bearerToken),
            cookie: cookies.first.flatMap { $0.isEmpty ? nil : Secret($0) },
            user: users.first,
            proxySecret: secrets.first.map { Secret($0) },
            isAmbiguous: [tokens, users, secrets, cookies].contains { $0.count > 1 }
        )
        if case .socket(let path) = route { self.pathUser = path }
    }

    /// What a socket's first frame shows: `{"type":"open","token":…}`.
    package static func opening(with token: Secret, pathUser: PathUser?) -> Self {
        Self(bearer: token, pathUser: pathUser)
    }

    /// The tokens shown, first the one that a program or a page's script chose to send.
    package var tokens: [ShownToken] {
        [
            self.bearer.map { ShownToken(secret: $0, uses: [.access, .media]) },
            self.cookie.map { ShownToken(secret: $0, uses: [.session]) },
        ].compactMap(\.self)
    }

    private static func bearerToken(_ header: String) -> Secret? {
        let halves = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard halves.count == 2, halves[0].lowercased() == "bearer" else { return nil }
        let token = halves[1].drop { $0 == " " }
        return token.isEmpty ? nil : Secret(String(token))
    }
}
