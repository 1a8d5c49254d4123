// SPDX-License-Identifier: Apache-2.0

package import HTTPTypes
package import MartletRules
package import NIOHTTP1

extension RequestFacts {
    /// Reads the facts off a request that asks to be upgraded, whose route is known.
    package init(_ head: HTTPRequestHead, to route: AccessRoute, isSecure: Bool, cookie: SessionCookie) {
        self.init(
            effect: Effect(method: head.method.rawValue),
            route: route,
            hosts: head.headers.values(named: "host"),
            headers: head.headers,
            isSecure: isSecure,
            cookie: cookie
        )
    }

    /// Reads the facts off a request that came to the router.
    package init(_ request: HTTPRequest, isSecure: Bool, cookie: SessionCookie) {
        let written = request.headerFields.values(named: "host")
        let effect = Effect(method: request.method.rawValue)
        self.init(
            effect: effect,
            route: AccessRoute(path: request.path ?? "", isSafe: effect == .safe),
            // The authority is the Host header under another name; both are here only if they disagree.
            hosts: [request.authority].compactMap(\.self) + written.filter { $0 != request.authority },
            headers: request.headerFields,
            isSecure: isSecure,
            cookie: cookie
        )
    }

    private init(
        effect: Effect,
        route: AccessRoute,
        hosts: [String],
        headers: some HeaderSource,
        isSecure: Bool,
        cookie: SessionCookie
    ) {
        let hasToken = !headers.values(named: "authorization").isEmpty
        self.init(
            effect: effect,
            route: route,
            host: Self.single(hosts),
            origin: Self.single(headers.values(named: "origin")),
            contentType: Self.single(headers.values(named: "content-type")),
            fetchSite: Self.single(headers.values(named: "sec-fetch-site")),
            isForwarded: headers.hasName { $0 == "forwarded" || $0 == "x-real-ip" || $0.hasPrefix("x-forwarded-") },
            usesCookie: !hasToken && !cookie.values(in: headers.values(named: "cookie")).isEmpty,
            isSecure: isSecure
        )
    }

    /// The one value; empty, which nothing allows, if there are several.
    private static func single(_ values: [String]) -> String? {
        values.count > 1 ? "" : values.first
    }
}
