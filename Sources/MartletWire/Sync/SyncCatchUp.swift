// SPDX-License-Identifier: Apache-2.0

/// Reads everything a client shows first, in pages of 200 channels.
///
/// Each page is one snapshot with its own `seq`. Resume from the first page's; for a page's channels ignore events
/// at or before that page's.
public struct SyncCatchUp: Method {
    /// `sync.catch_up`.
    public static let name = MethodName("sync.catch_up")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads everything a client shows first, in pages of 200 channels.",
        callers: "anyone signed in",
        parameters: ["page": "which page, counted from 1; the first by default"]
    )

    /// One page, which is one snapshot.
    public struct Result: Hashable, Sendable, Codable {
        /// The life of the log that `seq` counts within.
        public var epoch: Epoch
        /// Where this page's snapshot was taken.
        public var seq: Seq
        /// The caller.
        public var user: User
        /// All of the caller's workspaces; on the first page only.
        public var workspaces: [Workspace]
        /// This page's channels.
        public var channels: [CatchUpChannel]
        /// Who is there; on the first page only.
        public var presence: [PresenceEntry]
        /// The huddles that go on; on the first page only.
        public var huddles: [Huddle]
        /// The newest 200 not seen; on the first page only.
        public var mentions: [Mention]
        /// The newest 200 not read; on the first page only.
        public var notifications: [Notification]
        /// Whether there is another page.
        public var hasMore: Bool

        private enum CodingKeys: String, CodingKey {
            case epoch, seq, user, workspaces, channels, presence, huddles, mentions, notifications
            case hasMore = "more"
        }

        /// Creates an answer.
        public init(
            epoch: Epoch,
            seq: Seq,
            user: User,
            workspaces: [Workspace],
            channels: [CatchUpChannel],
            presence: [PresenceEntry],
            huddles: [Huddle],
            mentions: [Mention],
            notifications: [Notification],
            hasMore: Bool
        ) {
            self.epoch = epoch
            self.seq = seq
            self.user = user
            self.workspaces = workspaces
            self.channels = channels
            self.presence = presence
            self.huddles = huddles
            self.mentions = mentions
            self.notifications = notifications
            self.hasMore = hasMore
        }
    }

    /// Which page, counted from 1; the first by default.
    public var page: Int?

    private enum CodingKeys: String, CodingKey {
        case page
    }

    /// Creates the call.
    public init(page: Int? = nil) {
        self.page = page
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(self.page ?? 1, in: 1...Int(Int32.max), field: "page")
    }
}
