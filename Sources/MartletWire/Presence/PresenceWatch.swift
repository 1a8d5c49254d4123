// SPDX-License-Identifier: Apache-2.0

/// Says whose presence this connection wants to hear of in workspaces of more than 500 members.
public struct PresenceWatch: Method {
    /// `presence.watch`.
    public static let name = MethodName("presence.watch")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Says whose presence this connection wants to hear of in workspaces of more than 500 members.",
        callers: "anyone signed in, for people they share a workspace with",
        parameters: ["user_ids": "at most 500 people; replaces those named before"]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// How they are now, without those the caller may not know of.
        public var presence: [PresenceEntry]

        private enum CodingKeys: String, CodingKey {
            case presence
        }

        /// Creates an answer.
        public init(presence: [PresenceEntry]) {
            self.presence = presence
        }
    }

    /// At most 500 people; replaces those named before.
    public var userIDs: [UserID]

    private enum CodingKeys: String, CodingKey {
        case userIDs = "user_ids"
    }

    /// Creates the call.
    public init(userIDs: [UserID]) {
        self.userIDs = userIDs
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(ids: self.userIDs, atMost: limits.presenceEntries, field: "user_ids")
    }
}
