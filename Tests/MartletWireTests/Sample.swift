// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// One of each thing, with every field set where not said otherwise.
enum Sample {
    static let user = User(
        id: 7,
        name: "ann",
        displayName: "Ann",
        status: .online,
        statusText: "tea",
        lastSeen: 1_700_000_000_500,
        createdAt: 1_700_000_000_000
    )
    static let workspace = Workspace(
        id: 2,
        name: "Home",
        ownerID: 7,
        role: .owner,
        memberCount: 3,
        createdAt: 1_700_000_000_000
    )
    static let channel = Channel(
        id: 3,
        workspaceID: 2,
        kind: .public,
        name: "general",
        topic: "all",
        creatorID: 7,
        memberCount: 3,
        isMember: true,
        archivedAt: 1_700_000_000_900,
        createdAt: 1_700_000_000_000
    )
    static let direct = Channel(
        id: 4,
        workspaceID: 2,
        kind: .dm,
        creatorID: 7,
        memberCount: 2,
        memberIDs: [7, 8],
        createdAt: 1_700_000_000_000
    )
    static let message = Message(
        id: 42,
        channelID: 3,
        userID: 7,
        body: "Hi \"you\"\n😀",
        threadID: 40,
        replyCount: 0,
        attachments: [MediaID(rawValue: "m1")],
        isPinned: true,
        reactions: [Reaction(emoji: "👍", count: 2, userIDs: [7, 8])],
        createdAt: 1_700_000_000_000,
        editedAt: 1_700_000_000_001,
        deletedAt: 1_700_000_000_002
    )
    static let mention = Mention(
        messageID: 42,
        channelID: 3,
        userID: 8,
        authorID: 7,
        seenAt: 1_700_000_000_003,
        createdAt: 1_700_000_000_000
    )
    static let notification = Notification(
        id: 5,
        userID: 8,
        kind: .mention,
        actorID: 7,
        workspaceID: 2,
        channelID: 3,
        messageID: 42,
        readAt: 1_700_000_000_004,
        createdAt: 1_700_000_000_000
    )
    static let room = RoomID(rawValue: "r1")
    static let huddle = Huddle(
        roomID: room,
        channelID: 3,
        startedBy: 7,
        participants: [7, 8],
        startedAt: 1_700_000_000_000,
        endedAt: 1_700_000_000_005
    )
    static let workSession = WorkSession(
        id: 9,
        localID: LocalID(rawValue: "l1"),
        userID: 7,
        repositoryOwner: "o",
        repositoryName: "r",
        pullRequest: 42,
        status: .ended,
        startedAt: 1_700_000_000_000,
        endedAt: 1_700_000_060_000,
        duration: 60,
        endReason: .ended
    )
    static let activeWorkSession = WorkSession(
        id: 9,
        localID: LocalID(rawValue: "l1"),
        userID: 7,
        repositoryOwner: "o",
        repositoryName: "r",
        pullRequest: 42,
        startedAt: 1_700_000_000_000
    )
    static let activity = Activity(
        localID: LocalID(rawValue: "a1"),
        kind: .requestChanges,
        repositoryOwner: "o",
        repositoryName: "r",
        pullRequest: 42,
        sessionLocalID: LocalID(rawValue: "l1"),
        occurredAt: 1_700_000_000_000
    )
    static let canvas = Canvas(
        id: 6,
        channelID: 3,
        title: "Plan",
        body: "Plan it",
        revision: 2,
        creatorID: 7,
        updatedBy: 8,
        createdAt: 1_700_000_000_000,
        updatedAt: 1_700_000_000_006
    )
    static let canvasSummary = CanvasSummary(
        id: 6,
        channelID: 3,
        title: "Plan",
        revision: 2,
        creatorID: 7,
        updatedBy: 8,
        createdAt: 1_700_000_000_000,
        updatedAt: 1_700_000_000_006
    )
    static let media = Media(
        id: MediaID(rawValue: "m1"),
        name: "cat.png",
        contentType: "image/png",
        size: 9,
        uploaderID: 7,
        createdAt: 1_700_000_000_000
    )
    static let presence = PresenceEntry(userID: 7, status: .online, statusText: "tea", lastSeen: 1_700_000_000_500)
    static let position = Position(epoch: Epoch(rawValue: "e1"), seq: 42)
    static let unread = UnreadCount(channelID: 3, unread: 999, mentions: 1, lastReadMessage: 41, isCapped: true)
    static let access = UserAccess(userID: 7, isDisabled: true, tokensValidAfter: 1_700_000_000_007)
}

/// The JSON of a value, as text.
func json(_ value: some Encodable) throws -> String {
    String(decoding: try WireEncoder().encode(value), as: UTF8.self)
}

/// Reads a value from text.
func value<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try WireDecoder().decode(type, from: Array(text.utf8))
}
