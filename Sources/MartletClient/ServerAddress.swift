// SPDX-License-Identifier: Apache-2.0

/// Where a server is reached: an `http(s)://` or `ws(s)://` URL, with or without a path before its routes.
struct ServerAddress: Hashable, Sendable {
    /// Whether everything travels under TLS.
    let isSecure: Bool
    /// A name, or an address without brackets.
    let host: String
    /// The port to dial.
    let port: Int
    /// What the `Host` header says.
    let authority: String
    /// What stands before every route: empty, or a path without a slash at its end.
    let base: String

    /// Reads a URL; nil if it has another scheme, no host, credentials, a query or a fragment.
    init?(_ text: String) {
        let schemes = [("http://", false), ("https://", true), ("ws://", false), ("wss://", true)]
        guard let (scheme, isSecure) = schemes.first(where: { text.lowercased().hasPrefix($0.0) }) else { return nil }
        let rest = text.dropFirst(scheme.count)
        guard !rest.contains(where: { "?#@\\".contains($0) || $0.isWhitespace || !$0.isASCII }) else { return nil }
        let authority = rest.prefix { $0 != "/" }
        var base = rest.dropFirst(authority.count)
        while base.last == "/" { base.removeLast() }
        guard let (host, port) = Self.parts(of: authority) else { return nil }
        self.isSecure = isSecure
        self.host = host
        self.port = port ?? (isSecure ? 443 : 80)
        self.authority = String(authority)
        self.base = String(base)
    }

    /// The URL of a route, over HTTP.
    func url(of route: String) -> String {
        "\(self.isSecure ? "https" : "http")://\(self.authority)\(self.base)\(route)"
    }

    private static func parts(of authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var digits: Substring?
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { return nil }
            digits = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            digits = authority[authority.index(after: colon)...]
            guard let digits, !digits.contains(":") else { return nil }
        }
        guard !host.isEmpty else { return nil }
        guard let digits else { return (String(host), nil) }
        guard let port = UInt16(digits), port > 0 else { return nil }
        return (String(host), Int(port))
    }
}
