// SPDX-License-Identifier: Apache-2.0

/// Reads what an operator looks at first.
public struct AdminStats: Method {
    /// `admin.stats`.
    public static let name = MethodName("admin.stats")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads what an operator looks at first.",
        callers: "operators",
        errors: [.forbidden]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The server's version.
        public var version: String
        /// The log's current life.
        public var epoch: Epoch
        /// The newest entry of the log.
        public var head: Seq
        /// The oldest entry still kept.
        public var floor: Seq
        /// Live connections.
        public var connections: Int
        /// People who are there.
        public var online: Int
        /// People known.
        public var users: Int
        /// Workspaces.
        public var workspaces: Int
        /// Channels.
        public var channels: Int
        /// Messages stored.
        public var messages: Int
        /// What the store takes on disk.
        public var storeBytes: Int64
        /// Since the server started.
        public var uptime: Milliseconds
        /// Whether it is going away.
        public var isDraining: Bool

        private enum CodingKeys: String, CodingKey {
            case version, epoch, head, floor, connections, online, users, workspaces, channels, messages
            case storeBytes = "store_bytes"
            case uptime = "uptime_ms"
            case isDraining = "draining"
        }

        /// Creates an answer.
        public init(
            version: String,
            epoch: Epoch,
            head: Seq,
            floor: Seq,
            connections: Int,
            online: Int,
            users: Int,
            workspaces: Int,
            channels: Int,
            messages: Int,
            storeBytes: Int64,
            uptime: Milliseconds,
            isDraining: Bool = false
        ) {
            self.version = version
            self.epoch = epoch
            self.head = head
            self.floor = floor
            self.connections = connections
            self.online = online
            self.users = users
            self.workspaces = workspaces
            self.channels = channels
            self.messages = messages
            self.storeBytes = storeBytes
            self.uptime = uptime
            self.isDraining = isDraining
        }
    }

    /// Creates the call.
    public init() {}
}
