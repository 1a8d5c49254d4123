// SPDX-License-Identifier: Apache-2.0

/// What is known of a request before anyone asks who sent it.
package struct RequestFacts: Hashable, Sendable {
    /// What the request's method may do.
    package enum Effect: Hashable, Sendable {
        /// GET, HEAD, OPTIONS: changes nothing.
        case safe
        /// POST, PUT, PATCH, DELETE: may change something.
        case changing
        /// Anything else.
        case unsupported

        /// Reads a method's name.
        package init(method: String) {
            switch method {
            case "GET", "HEAD", "OPTIONS": self = .safe
            case "POST", "PUT", "PATCH", "DELETE": self = .changing
            default: self = .unsupported
            }
        }
    }

    /// What the request's method may do.
    package var effect: Effect
    /// What the request is for.
    package var route: AccessRoute
    /// `Host` or `:authority`; `nil` if absent, empty if there were several.
    package var host: String?
    /// `Origin`; `nil` if absent, empty if there were several.
    package var origin: String?
    /// `Content-Type`.
    package var contentType: String?
    /// `Sec-Fetch-Site`: a browser's own word on where the request comes from, out of reach of a page's script.
    package var fetchSite: String?
    /// Whether a `Forwarded` or `X-Forwarded-*` header says that someone stands between.
    package var isForwarded: Bool
    /// Whether the credential is a cookie, which a browser sends whoever made it ask.
    package var usesCookie: Bool
    /// Whether the request came to us over TLS.
    package var isSecure: Bool

    package init(
        effect: Effect,
        route: AccessRoute,
        host: String? = nil,
        origin: String? = nil,
        contentType: String? = nil,
        fetchSite: String? = nil,
        isForwarded: Bool = false,
        usesCookie: Bool = false,
        isSecure: Bool = false
    ) {
        self.effect = effect
        self.route = route
        self.host = host
        self.origin = origin
        self.contentType = contentType
        self.fetchSite = fetchSite
        self.isForwarded = isForwarded
        self.usesCookie = usesCookie
        self.isSecure = isSecure
    }
}
