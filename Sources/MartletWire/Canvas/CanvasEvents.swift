// SPDX-License-Identifier: Apache-2.0

/// A canvas was added to a channel.
public struct CanvasCreated: Event {
    /// `canvas.created`.
    public static let name = EventName.canvasCreated

    /// The canvas.
    public var canvasID: CanvasID
    /// The channel it belongs to.
    public var channelID: ChannelID
    /// Its revision now.
    public var revision: Int64
    /// Who created it.
    public var userID: UserID

    private enum CodingKeys: String, CodingKey {
        case canvasID = "canvas_id"
        case channelID = "channel_id"
        case revision
        case userID = "user_id"
    }

    /// Creates the event.
    public init(canvasID: CanvasID, channelID: ChannelID, revision: Int64, userID: UserID) {
        self.canvasID = canvasID
        self.channelID = channelID
        self.revision = revision
        self.userID = userID
    }
}

/// A canvas changed: read it.
public struct CanvasUpdated: Event {
    /// `canvas.updated`.
    public static let name = EventName.canvasUpdated

    /// The canvas.
    public var canvasID: CanvasID
    /// The channel it belongs to.
    public var channelID: ChannelID
    /// Its revision now.
    public var revision: Int64
    /// Who changed it.
    public var userID: UserID

    private enum CodingKeys: String, CodingKey {
        case canvasID = "canvas_id"
        case channelID = "channel_id"
        case revision
        case userID = "user_id"
    }

    /// Creates the event.
    public init(canvasID: CanvasID, channelID: ChannelID, revision: Int64, userID: UserID) {
        self.canvasID = canvasID
        self.channelID = channelID
        self.revision = revision
        self.userID = userID
    }
}

/// A canvas was removed.
public struct CanvasDeleted: Event {
    /// `canvas.deleted`.
    public static let name = EventName.canvasDeleted

    /// The canvas.
    public var canvasID: CanvasID
    /// The channel it belonged to.
    public var channelID: ChannelID

    private enum CodingKeys: String, CodingKey {
        case canvasID = "canvas_id"
        case channelID = "channel_id"
    }

    /// Creates the event.
    public init(canvasID: CanvasID, channelID: ChannelID) {
        self.canvasID = canvasID
        self.channelID = channelID
    }
}

extension EventName {
    /// The name of ``CanvasCreated``.
    public static let canvasCreated = EventName("canvas.created")
    /// The name of ``CanvasUpdated``.
    public static let canvasUpdated = EventName("canvas.updated")
    /// The name of ``CanvasDeleted``.
    public static let canvasDeleted = EventName("canvas.deleted")
}
