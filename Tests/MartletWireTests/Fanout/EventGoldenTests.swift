// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

/// The exact bytes of every event: a client that is not ours relies on them.
struct EventGoldenTests {
    static let user =
        #"{"id":7,"name":"ann","display_name":"Ann","status":"online","status_text":"tea","#
        + #""last_seen":1700000000500,"created_at":1700000000000}"#
    static let workspace =
        #"{"id":2,"name":"Home","owner_id":7,"role":"owner","member_count":3,"created_at":1700000000000}"#
    static let channel =
        #"{"id":3,"workspace_id":2,"kind":"public","name":"general","topic":"all","creator_id":7,"#
        + #""member_count":3,"member_ids":null,"is_member":true,"archived_at":1700000000900,"created_at":1700000000000}"#
    static let direct =
        #"{"id":4,"workspace_id":2,"kind":"dm","name":null,"topic":"","creator_id":7,"member_count":2,"#
        + #""member_ids":[7,8],"is_member":null,"archived_at":null,"created_at":1700000000000}"#
    static let message =
        #"{"id":42,"channel_id":3,"user_id":7,"body":"Hi \"you\"\n😀","thread_id":40,"reply_count":0,"#
        + #""attachments":["m1"],"pinned":true,"reactions":[{"emoji":"👍","count":2,"user_ids":[7,8]}],"#
        + #""created_at":1700000000000,"edited_at":1700000000001,"deleted_at":1700000000002}"#
    static let mention =
        #"{"message_id":42,"channel_id":3,"user_id":8,"author_id":7,"seen_at":1700000000003,"created_at":1700000000000}"#
    static let notification =
        #"{"id":5,"user_id":8,"kind":"mention","actor_id":7,"workspace_id":2,"channel_id":3,"message_id":42,"#
        + #""read_at":1700000000004,"created_at":1700000000000}"#
    static let presence =
        #"{"user_id":7,"status":"online","status_text":"tea","last_seen":1700000000500}"#

    static let active =
        #"{"id":9,"local_id":"l1","user_id":7,"repo_owner":"o","repo_name":"r","pr_number":42,"status":"active","#
        + #""started_at":1700000000000,"ended_at":null,"duration_seconds":null,"ended_reason":null}"#

    static let events: [(any Event, String)] = [
        (UserUpdated(user: Sample.user), #"{"type":"user.updated","data":{"user":\#(user)}}"#),
        (
            WorkspaceAdded(workspace: Sample.workspace),
            #"{"type":"workspace.added","data":{"workspace":\#(workspace)}}"#
        ),
        (
            WorkspaceUpdated(workspace: Sample.workspace),
            #"{"type":"workspace.updated","data":{"workspace":\#(workspace)}}"#
        ),
        (WorkspaceRemoved(workspaceID: 2), #"{"type":"workspace.removed","data":{"workspace_id":2}}"#),
        (
            WorkspaceMemberJoined(workspaceID: 2, userID: 8),
            #"{"type":"workspace.member_joined","data":{"workspace_id":2,"user_id":8}}"#
        ),
        (
            WorkspaceMemberLeft(workspaceID: 2, userID: 8),
            #"{"type":"workspace.member_left","data":{"workspace_id":2,"user_id":8}}"#
        ),
        (ChannelAdded(channel: Sample.direct), #"{"type":"channel.added","data":{"channel":\#(direct)}}"#),
        (ChannelUpdated(channel: Sample.channel), #"{"type":"channel.updated","data":{"channel":\#(channel)}}"#),
        (ChannelRemoved(channelID: 3), #"{"type":"channel.removed","data":{"channel_id":3}}"#),
        (
            ChannelMemberJoined(channelID: 3, userID: 8),
            #"{"type":"channel.member_joined","data":{"channel_id":3,"user_id":8}}"#
        ),
        (
            ChannelMemberLeft(channelID: 3, userID: 8),
            #"{"type":"channel.member_left","data":{"channel_id":3,"user_id":8}}"#
        ),
        (MessageCreated(message: Sample.message), #"{"type":"message.created","data":{"message":\#(message)}}"#),
        (MessageUpdated(message: Sample.message), #"{"type":"message.updated","data":{"message":\#(message)}}"#),
        (
            MessageDeleted(messageID: 42, channelID: 3),
            #"{"type":"message.deleted","data":{"message_id":42,"channel_id":3}}"#
        ),
        (
            MessageReacted(messageID: 42, channelID: 3, reactions: Sample.message.reactions),
            #"{"type":"message.reacted","data":{"message_id":42,"channel_id":3,"#
                + #""reactions":[{"emoji":"👍","count":2,"user_ids":[7,8]}]}}"#
        ),
        (
            MessagePinUpdated(messageID: 42, channelID: 3, isPinned: false),
            #"{"type":"message.pin_updated","data":{"message_id":42,"channel_id":3,"pinned":false}}"#
        ),
        (
            ReadUpdated(userID: 7, channelID: 3, lastReadMessage: 42),
            #"{"type":"read.updated","data":{"user_id":7,"channel_id":3,"last_read_msg":42}}"#
        ),
        (MentionCreated(mention: Sample.mention), #"{"type":"mention.created","data":\#(mention)}"#),
        (
            NotificationCreated(notification: Sample.notification),
            #"{"type":"notification.created","data":{"notification":\#(notification)}}"#
        ),
        (
            Typing(channelID: 3, userID: 7, state: .start),
            #"{"type":"typing","data":{"channel_id":3,"user_id":7,"state":"start"}}"#
        ),
        (
            PresenceUpdated(workspaceID: 2, isFull: false, users: [Sample.presence]),
            #"{"type":"presence.updated","data":{"workspace_id":2,"full":false,"users":[\#(presence)]}}"#
        ),
        (
            HuddleStarted(roomID: Sample.room, channelID: 3, userID: 7),
            #"{"type":"huddle.started","data":{"room_id":"r1","channel_id":3,"user_id":7}}"#
        ),
        (
            HuddleJoined(roomID: Sample.room, channelID: 3, userID: 8),
            #"{"type":"huddle.joined","data":{"room_id":"r1","channel_id":3,"user_id":8}}"#
        ),
        (
            HuddleLeft(roomID: Sample.room, channelID: 3, userID: 8),
            #"{"type":"huddle.left","data":{"room_id":"r1","channel_id":3,"user_id":8}}"#
        ),
        (
            HuddleEnded(roomID: Sample.room, channelID: 3),
            #"{"type":"huddle.ended","data":{"room_id":"r1","channel_id":3,"user_id":null}}"#
        ),
        (
            CanvasCreated(canvasID: 6, channelID: 3, revision: 1, userID: 7),
            #"{"type":"canvas.created","data":{"canvas_id":6,"channel_id":3,"revision":1,"user_id":7}}"#
        ),
        (
            CanvasUpdated(canvasID: 6, channelID: 3, revision: 2, userID: 8),
            #"{"type":"canvas.updated","data":{"canvas_id":6,"channel_id":3,"revision":2,"user_id":8}}"#
        ),
        (
            CanvasDeleted(canvasID: 6, channelID: 3),
            #"{"type":"canvas.deleted","data":{"canvas_id":6,"channel_id":3}}"#
        ),
        (
            WorkSessionStarted(session: Sample.activeWorkSession),
            #"{"type":"work_session.started","data":{"session":\#(active)}}"#
        ),
        (
            WorkSessionUpdated(session: Sample.activeWorkSession),
            #"{"type":"work_session.updated","data":{"session":\#(active)}}"#
        ),
        (
            WorkSessionEnded(session: Sample.activeWorkSession),
            #"{"type":"work_session.ended","data":{"session":\#(active)}}"#
        ),
    ]

    @Test func `every event of the catalogue is in the table, and nothing else`() {
        let expected = Set(EventCatalogue.standard.events.map { $0.name })
        #expect(Set(Self.events.map { type(of: $0.0).name }) == expected)
        #expect(EventCatalogue.standard.events.count == expected.count)
    }

    @Test(arguments: EventGoldenTests.events.indices)
    func `an event has these bytes and comes back from them`(index: Int) throws {
        let (event, text) = Self.events[index]
        #expect(String(decoding: try EventBytes.encode(event), as: UTF8.self) == text)
        let frame = try value(EventFrame.self, text)
        #expect(frame == EventFrame(event: .known(event)))
    }
}
