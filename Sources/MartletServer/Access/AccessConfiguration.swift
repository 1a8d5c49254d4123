// SPDX-License-Identifier: Apache-2.0

package import MartletRules

/// Everything that an operator decides about access.
///
/// Nothing is assumed: without a mode the server does not start, and would refuse everyone if it did.
package struct AccessConfiguration: Sendable {
    /// Whom the server believes.
    ///
    /// Default: nobody.
    package var mode = AccessMode.deny
    /// The subjects who are operators, as the mode's issuer spells them.
    ///
    /// Default: none.
    package var operators: Set<String> = []
    /// The claim that makes a token's subject an operator (jwt).
    ///
    /// Default: none.
    package var operatorClaim: ClaimMapping?
    /// What happens to those who have no account yet (proxy, jwt).
    ///
    /// Default: they get one.
    package var provision = Provision.auto

    /// What the reverse proxy shows in `X-Martlet-Proxy-Secret` (proxy).
    ///
    /// No default.
    package var proxySecret: Secret?

    /// A file with the issuer's keys as a JWKS; read again when it changes (jwt).
    ///
    /// Default: none.
    package var keysFile: String?
    /// Where the issuer publishes its keys as a JWKS (jwt).
    ///
    /// Default: none.
    package var keysURL: String?
    /// How often the issuer's keys are fetched even if none is missing.
    ///
    /// Default: 15 minutes.
    package var keysInterval = Duration.seconds(15 * 60)
    /// What `iss` must be (jwt).
    ///
    /// No default.
    package var issuer: String?
    /// What `aud` must be or contain (jwt).
    ///
    /// No default.
    package var audience: String?
    /// How far the issuer's clock may be from ours.
    ///
    /// Default: 60 s.
    package var leeway = Duration.seconds(60)

    /// The hosts that requests may be for; without a port, on any.
    ///
    /// Default: this machine's own names where the server binds loopback, and the public URL's host.
    package var allowedHosts: [String] = []
    /// Other sites whose pages may use this server, as `https://host`.
    ///
    /// Default: none.
    package var allowedOrigins: [String] = []
    /// How browsers reach this server; `https` makes cookies `Secure` behind a proxy that ends TLS.
    ///
    /// Default: unknown.
    package var publicURL: String?
    /// Where a page sends whoever is not signed in (jwt).
    ///
    /// Default: nowhere; the page asks for a link.
    package var loginURL: String?
    /// Where a page goes once somebody has signed out.
    ///
    /// Default: the page for signing in; behind a proxy nobody can sign out without it.
    package var logoutURL: String?

    /// The longest life of a page's sign-in.
    ///
    /// Default: 30 days.
    package var cookieLife = Duration.seconds(30 * 86_400)
    /// The longest life of a service worker's media token.
    ///
    /// Default: 1 day.
    package var mediaTokenLife = Duration.seconds(86_400)

    /// How many sockets of one address may owe their first frame.
    ///
    /// Default: 100.
    package var pendingOpens = 100
    /// How long a socket may owe its first frame.
    ///
    /// Default: 10 s.
    package var openDeadline = Duration.seconds(10)
    /// How many verified tokens are remembered.
    ///
    /// Default: 10,000.
    package var rememberedTokens = 10_000

    package init() {}

    /// Who vouches for the mode's subjects.
    package var subjectIssuer: String {
        switch self.mode {
        case .dev: IdentityIssuer.developer
        case .proxy: IdentityIssuer.proxy
        case .jwt: self.issuer ?? IdentityIssuer.local
        case .deny: IdentityIssuer.local
        }
    }

    /// The page's cookie, which only TLS may carry wherever there is TLS.
    package func sessionCookie(servesTLS: Bool) -> SessionCookie {
        SessionCookie(isSecure: servesTLS || self.publicURL.flatMap { WebOrigin($0) }?.scheme == "https")
    }

    /// The guard of every route; an entry that cannot be read lets nothing through.
    package func requestGuard(boundTo host: String) -> RequestGuard {
        let isLoopback = Self.isLoopback(host)
        guard self.mode != .deny else { return RequestGuard() }
        guard self.mode != .dev else {
            return RequestGuard(
                allowsLoopbackNames: true,
                origins: Set(self.allowedOrigins.compactMap { WebOrigin($0) }),
                refusesForwarded: true
            )
        }
        let publicHost = self.publicURL.flatMap { WebOrigin($0) }?.authority
        return RequestGuard(
            hosts: Set(self.allowedHosts.compactMap { Authority($0) } + [publicHost].compactMap(\.self)),
            allowsLoopbackNames: isLoopback,
            origins: Set(self.allowedOrigins.compactMap { WebOrigin($0) }),
            refusesForwarded: false
        )
    }

    /// Whether an address to bind can be reached from this machine only.
    package static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host.lowercased()) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
