// SPDX-License-Identifier: Apache-2.0

/// Where cores and edges meet: `unix:PATH` on one machine, or the URLs of NATS servers.
package enum EventsAddress: Hashable, Sendable, LosslessStringConvertible {
    /// The file of a socket.
    case socket(String)
    /// Servers of one NATS cluster, `nats://HOST:PORT` or `tls://HOST:PORT`, tried in any order.
    case nats([String])

    private static let socketScheme = "unix:"
    private static let busSchemes = ["nats://", "tls://"]

    /// Reads `unix:PATH` or NATS URLs with commas between; nil for anything else, for an empty path or host, and for
    /// URLs with a user or password, which would be shown wherever settings are.
    package init?(_ description: String) {
        if description.hasPrefix(Self.socketScheme) {
            guard description.count > Self.socketScheme.count else { return nil }
            self = .socket(String(description.dropFirst(Self.socketScheme.count)))
        } else {
            let servers = description.split(separator: ",").map { $0.filter { $0 != " " } }
            guard !servers.isEmpty, servers.allSatisfy(Self.isServer) else { return nil }
            self = .nats(servers)
        }
    }

    private static func isServer(_ text: String) -> Bool {
        guard let scheme = Self.busSchemes.first(where: text.hasPrefix) else { return false }
        return text.count > scheme.count && !text.contains("@")
    }

    /// The socket's file, if it is one.
    package var path: String? {
        if case .socket(let path) = self { path } else { nil }
    }

    package var description: String {
        switch self {
        case .socket(let path): Self.socketScheme + path
        case .nats(let servers): servers.joined(separator: ",")
        }
    }
}
