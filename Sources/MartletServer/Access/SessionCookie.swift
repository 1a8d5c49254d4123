// SPDX-License-Identifier: Apache-2.0

/// The page's cookie: out of reach of scripts, other sites and, where there is TLS, other hosts.
package struct SessionCookie: Hashable, Sendable {
    /// Whether browsers reach us over TLS.
    package let isSecure: Bool

    package init(isSecure: Bool) {
        self.isSecure = isSecure
    }

    /// The name: the prefix makes browsers refuse a cookie of that name that another host or path has set.
    package var name: String { self.isSecure ? "__Host-martlet" : "martlet" }

    /// The `Set-Cookie` that signs a page in.
    ///
    /// - Parameters:
    ///   - token: A session token.
    ///   - life: How long the token still lives; the cookie must not outlive it.
    /// - Returns: The header's value, which holds the token: for the response, and for nothing else.
    package func setting(_ token: Secret, for life: Duration) -> String {
        self.header(value: token.exposedText, maxAge: max(0, life.components.seconds))
    }

    /// The `Set-Cookie` that signs a page out.
    package func clearing() -> String {
        self.header(value: "", maxAge: 0)
    }

    /// The values that a request's `Cookie` headers have under the name; more than one distinct value is someone's attack.
    package func values(in headers: [String]) -> [String] {
        let pairs = headers.joined(separator: ";").split(separator: ";")
        let values = pairs.compactMap { pair -> String? in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, Self.trimmed(halves[0]) == self.name else { return nil }
            return String(Self.trimmed(halves[1]))
        }
        return values.reduce(into: []) { distinct, value in
            if !distinct.contains(value) { distinct.append(value) }
        }
    }

    private func header(value: String, maxAge: Int64) -> String {
        let attributes = "Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax\(self.isSecure ? "; Secure" : "")"
        return "\(self.name)=\(value); \(attributes)"
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        let end = start.lastIndex { $0 != " " && $0 != "\t" }.map { start.index(after: $0) } ?? start.startIndex
        return start[..<end]
    }
}
