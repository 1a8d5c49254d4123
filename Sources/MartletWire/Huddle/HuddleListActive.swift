// SPDX-License-Identifier: Apache-2.0

/// Lists the huddles that go on in the caller's channels.
public struct HuddleListActive: Method {
    /// `huddle.list_active`.
    public static let name = MethodName("huddle.list_active")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Lists the huddles that go on in the caller's channels.",
        callers: "anyone signed in",
        parameters: [
            "workspace_id": "only in this workspace",
            "channel_id": "only in this channel",
        ],
        errors: [.notFound]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// The huddles.
        public var huddles: [Huddle]

        private enum CodingKeys: String, CodingKey {
            case huddles
        }

        /// Creates an answer.
        public init(huddles: [Huddle]) {
            self.huddles = huddles
        }
    }

    /// Only in this workspace.
    public var workspaceID: WorkspaceID?
    /// Only in this channel.
    public var channelID: ChannelID?

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case channelID = "channel_id"
    }

    /// Creates the call.
    public init(workspaceID: WorkspaceID? = nil, channelID: ChannelID? = nil) {
        self.workspaceID = workspaceID
        self.channelID = channelID
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.workspaceID, field: "workspace_id")
        try limits.check(id: self.channelID, field: "channel_id")
    }
}
