// SPDX-License-Identifier: Apache-2.0

/// Where a browser says that a request comes from: scheme, host and port.
package struct WebOrigin: Hashable, Sendable {
    /// The scheme in lower case.
    package let scheme: String
    /// The host and port.
    package let authority: Authority

    /// Reads `scheme://host` or `scheme://host:port`; `null` and anything longer is `nil`.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let lower = text.lowercased()
        guard let colon = lower.firstIndex(of: ":"), lower[colon...].hasPrefix("://") else { return nil }
        let scheme = lower[..<colon]
        guard !scheme.isEmpty, scheme.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x2D }) else { return nil }
        guard let authority = Authority(lower[colon...].dropFirst(3)) else { return nil }
        self.scheme = String(scheme)
        self.authority = authority
    }

    /// Whether both say the same, a missing port being the scheme's own.
    package func matches(_ other: Self) -> Bool {
        self.scheme == other.scheme && self.authority.host == other.authority.host && self.port == other.port
    }

    /// Whether the request was sent by a page of the host that it was sent to.
    ///
    /// A proxy that ends TLS makes the leg we see less secure than the browser's own, so an `https` page may
    /// reach an `http` listener. The other way round, someone between the page and us could have written it.
    package func matches(host: Authority, isSecure: Bool) -> Bool {
        guard self.scheme == "https" || (self.scheme == "http" && !isSecure) else { return false }
        return self.authority.host == host.host && self.port == (host.port ?? Self.defaultPort(of: self.scheme))
    }

    private var port: Int? { self.authority.port ?? Self.defaultPort(of: self.scheme) }

    private static func defaultPort(of scheme: String) -> Int? {
        switch scheme {
        case "http": 80
        case "https": 443
        default: nil
        }
    }
}
