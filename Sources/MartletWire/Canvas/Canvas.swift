// SPDX-License-Identifier: Apache-2.0

/// A page that a channel's members write together.
public struct Canvas: Hashable, Sendable, Codable {
    /// The canvas's number.
    public var id: CanvasID
    /// The channel it belongs to.
    public var channelID: ChannelID
    /// The title.
    public var title: String
    /// The text, at most 512 KiB of UTF-8.
    public var body: String
    /// Counts its changes from 1.
    public var revision: Int64
    /// Who created it.
    public var creatorID: UserID
    /// Who changed it last.
    public var updatedBy: UserID
    /// When it was created.
    public var createdAt: Timestamp
    /// When it was changed last.
    public var updatedAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case id
        case channelID = "channel_id"
        case title, body, revision
        case creatorID = "creator_id"
        case updatedBy = "updated_by"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    /// Creates a canvas.
    public init(
        id: CanvasID,
        channelID: ChannelID,
        title: String,
        body: String,
        revision: Int64,
        creatorID: UserID,
        updatedBy: UserID,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.channelID = channelID
        self.title = title
        self.body = body
        self.revision = revision
        self.creatorID = creatorID
        self.updatedBy = updatedBy
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
