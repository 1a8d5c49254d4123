// SPDX-License-Identifier: Apache-2.0

/// Asks every client to go elsewhere, each at its own time, and takes no new ones.
public struct AdminDrain: Method {
    /// `admin.drain`.
    public static let name = MethodName("admin.drain")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Asks every client to go elsewhere, each at its own time, and takes no new ones.",
        callers: "operators",
        parameters: ["window_ms": "over how long: at most 20 s, which is the default"],
        errors: [.forbidden]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// How many were asked to go.
        public var connections: Int

        private enum CodingKeys: String, CodingKey {
            case connections
        }

        /// Creates an answer.
        public init(connections: Int) {
            self.connections = connections
        }
    }

    /// Over how long: at most 20 s, which is the default.
    public var window: Milliseconds?

    private enum CodingKeys: String, CodingKey {
        case window = "window_ms"
    }

    /// Creates the call.
    public init(window: Milliseconds? = nil) {
        self.window = window
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(drainWindow: self.window)
    }
}
