// SPDX-License-Identifier: Apache-2.0

extension AccessRoute {
    /// Finds out what a request is for from its path.
    ///
    /// Empty components count for nothing, as in the router, so `//rpc/` is `/rpc` for both. What is spelled
    /// in any other way (percent escapes, dot segments, other letters) is ``unknown``, the strictest route.
    ///
    /// - Parameters:
    ///   - path: The request target up to the query.
    ///   - isSafe: Whether the method is GET, HEAD or OPTIONS.
    package init(path: String, isSafe: Bool) {
        let target = path.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let parts = target.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
        self = Self.route(parts, isSafe: isSafe)
    }

    private static func route(_ parts: [String], isSafe: Bool) -> Self {
        switch (parts.first, parts.count) {
        case (nil, _): .page
        case ("ws", 2) where parts[1] == "echo": .echo
        case ("ws", 3) where parts[1] == "user": .socket(PathUser(text: parts[2]))
        case ("rpc", 1): .rpc
        case ("v1", 2...): Self.versioned(parts, isSafe: isSafe)
        case ("api", 3) where parts[1] == "sync" && parts[2] == "sessions": .beacon
        case ("api", 2...): .rest
        case ("config.json", 1), ("openrpc.json", 1): .document
        case ("healthz", 1), ("readyz", 1): .health
        case ("metrics", 1): .metrics
        case ("board", _), ("console", _), ("signin", _), ("chat", 2), ("martlet", 2): .page
        case (_, 1) where Self.isPageFile(parts[0]): .page
        default: .unknown
        }
    }

    private static func versioned(_ parts: [String], isSafe: Bool) -> Self {
        switch (parts[1], parts.count) {
        case ("events", 2): .events
        case ("session", 2): .session
        case ("media", 2): isSafe ? .mediaDownload : .mediaUpload
        case ("media", 3): isSafe ? .mediaDownload : .unknown
        default: .unknown
        }
    }

    private static func isPageFile(_ name: String) -> Bool {
        [".html", ".js", ".css", ".ico", ".svg", ".png", ".webmanifest", ".map"].contains { name.hasSuffix($0) }
    }
}
