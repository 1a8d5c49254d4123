// SPDX-License-Identifier: Apache-2.0

/// Says that the server answers.
public struct RPCHealth: Method {
    /// `rpc.health`.
    public static let name = MethodName("rpc.health")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Says that the server answers.",
        callers: "anyone"
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// `ok`, or `draining`.
        public var status: String
        /// The server's version.
        public var version: String?
        /// All, core or edge.
        public var role: String?
        /// The log's current life.
        public var epoch: Epoch?
        /// The server's clock.
        public var serverTime: Timestamp?

        private enum CodingKeys: String, CodingKey {
            case status, version, role, epoch
            case serverTime = "server_time_ms"
        }

        /// Creates an answer.
        public init(
            status: String,
            version: String? = nil,
            role: String? = nil,
            epoch: Epoch? = nil,
            serverTime: Timestamp? = nil
        ) {
            self.status = status
            self.version = version
            self.role = role
            self.epoch = epoch
            self.serverTime = serverTime
        }
    }

    /// Creates the call.
    public init() {}
}
