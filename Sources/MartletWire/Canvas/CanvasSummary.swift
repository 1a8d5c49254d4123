// SPDX-License-Identifier: Apache-2.0

/// A canvas without its text.
public struct CanvasSummary: Hashable, Sendable, Codable {
    /// The canvas's number.
    public var id: CanvasID
    /// The channel it belongs to.
    public var channelID: ChannelID
    /// The title.
    public var title: String
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
        case title, revision
        case creatorID = "creator_id"
        case updatedBy = "updated_by"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    /// Creates a summary.
    public init(
        id: CanvasID,
        channelID: ChannelID,
        title: String,
        revision: Int64,
        creatorID: UserID,
        updatedBy: UserID,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.channelID = channelID
        self.title = title
        self.revision = revision
        self.creatorID = creatorID
        self.updatedBy = updatedBy
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
