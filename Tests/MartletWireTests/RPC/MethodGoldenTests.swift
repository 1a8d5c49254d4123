// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

/// The exact bytes of every call's params and of every answer.
struct MethodGoldenTests {
    /// One call with one answer, and what both look like.
    struct Row: Sendable {
        var name: MethodName
        var params: String
        var answer: String
        var check: @Sendable () throws -> Void

        init<Call: Method>(
            _ call: Call,
            _ result: Call.Result,
            params: String,
            answer: String,
            at location: SourceLocation = #_sourceLocation
        ) {
            self.name = Call.name
            self.params = params
            self.answer = answer
            self.check = {
                #expect(try call.params.description == params, sourceLocation: location)
                #expect(try value(Call.self, params).params.description == params, sourceLocation: location)
                #expect(try json(result) == answer, sourceLocation: location)
                #expect(try json(value(Call.Result.self, answer)) == answer, sourceLocation: location)
                try call.validate(within: .standard)
            }
        }
    }

    private static let unread =
        #"{"channel_id":3,"unread":999,"mentions":1,"last_read_msg":41,"capped":true}"#
    private static let huddle =
        #"{"room_id":"r1","channel_id":3,"started_by":7,"participants":[7,8],"#
        + #""started_at":1700000000000,"ended_at":1700000000005}"#
    private static let canvas =
        #"{"id":6,"channel_id":3,"title":"Plan","body":"Plan it","revision":2,"creator_id":7,"#
        + #""updated_by":8,"created_at":1700000000000,"updated_at":1700000000006}"#
    private static let media =
        #"{"id":"m1","name":"cat.png","content_type":"image/png","size":9,"uploader_id":7,"#
        + #""created_at":1700000000000}"#
    private static let access =
        #"{"user_id":7,"disabled":true,"tokens_valid_after":1700000000007}"#

    private static let workSession =
        #"{"id":9,"local_id":"l1","user_id":7,"repo_owner":"o","repo_name":"r","pr_number":42,"status":"ended","#
        + #""started_at":1700000000000,"ended_at":1700000060000,"duration_seconds":60,"ended_reason":"ended"}"#
    private static let tracked = Self.workSession.dropLast() + #","beacon_token":"t"}"#
    private static let activity =
        #"{"local_id":"a1","kind":"request_changes","repo_owner":"o","repo_name":"r","pr_number":42,"#
        + #""session_local_id":"l1","occurred_at":1700000000000}"#

    static let rows: [Row] = [
        Row(
            RPCHealth(),
            RPCHealth.Result(
                status: "ok",
                version: "1.0.0",
                role: "all",
                epoch: Epoch(rawValue: "e1"),
                serverTime: 1_700_000_000_000
            ),
            params: #"{}"#,
            answer: #"{"status":"ok","version":"1.0.0","role":"all","epoch":"e1","server_time_ms":1700000000000}"#
        ),
        Row(
            RPCDiscover(),
            JSONValue.object([.init("openrpc", "1.3.2")]),
            params: #"{}"#,
            answer: #"{"openrpc":"1.3.2"}"#
        ),
        Row(
            AuthRefresh(token: "t1"),
            AuthRefresh.Result(userID: 7, expiresIn: 3_600_000),
            params: #"{"token":"t1"}"#,
            answer: #"{"user_id":7,"expires_in_ms":3600000}"#
        ),
        Row(
            SyncCatchUp(page: 1),
            SyncCatchUp.Result(
                epoch: Epoch(rawValue: "e1"),
                seq: 42,
                user: Sample.user,
                workspaces: [Sample.workspace],
                channels: [
                    CatchUpChannel(
                        channel: Sample.channel,
                        lastMessage: Sample.message,
                        unread: 2,
                        mentions: 1,
                        lastReadMessage: 41
                    )
                ],
                presence: [Sample.presence],
                huddles: [Sample.huddle],
                mentions: [Sample.mention],
                notifications: [Sample.notification],
                hasMore: false
            ),
            params: #"{"page":1}"#,
            answer: #"{"epoch":"e1","seq":42,"user":\#(EventGoldenTests.user),"#
                + #""workspaces":[\#(EventGoldenTests.workspace)],"#
                + #""channels":[{"channel":\#(EventGoldenTests.channel),"#
                + #""last_message":\#(EventGoldenTests.message),"unread":2,"mentions":1,"last_read_msg":41,"#
                + #""capped":false}],"presence":[\#(EventGoldenTests.presence)],"huddles":[\#(Self.huddle)],"#
                + #""mentions":[\#(EventGoldenTests.mention)],"#
                + #""notifications":[\#(EventGoldenTests.notification)],"more":false}"#
        ),
        Row(
            WorkspaceCreate(name: "Home", idempotencyKey: "k"),
            Sample.workspace,
            params: #"{"name":"Home","idempotency_key":"k"}"#,
            answer: EventGoldenTests.workspace
        ),
        Row(
            WorkspaceGet(workspaceID: 2),
            Sample.workspace,
            params: #"{"workspace_id":2}"#,
            answer: EventGoldenTests.workspace
        ),
        Row(
            WorkspaceList(sinceID: 1, limit: 9),
            WorkspaceList.Result(workspaces: [Sample.workspace], hasMore: true),
            params: #"{"since_id":1,"limit":9}"#,
            answer: #"{"workspaces":[\#(EventGoldenTests.workspace)],"has_more":true}"#
        ),
        Row(
            WorkspaceUpdate(workspaceID: 2, name: "Home", idempotencyKey: "k"),
            Sample.workspace,
            params: #"{"workspace_id":2,"name":"Home","idempotency_key":"k"}"#,
            answer: EventGoldenTests.workspace
        ),
        Row(
            WorkspaceDelete(workspaceID: 2, idempotencyKey: "k"),
            Empty(),
            params: #"{"workspace_id":2,"idempotency_key":"k"}"#,
            answer: #"{}"#
        ),
        Row(
            WorkspaceMemberAdd(workspaceID: 2, userID: 8, role: .admin, idempotencyKey: "k"),
            WorkspaceMember(userID: 8, role: .admin, joinedAt: 1),
            params: #"{"workspace_id":2,"user_id":8,"role":"admin","idempotency_key":"k"}"#,
            answer: #"{"user_id":8,"role":"admin","joined_at":1}"#
        ),
        Row(
            WorkspaceMemberRemove(workspaceID: 2, userID: 8, idempotencyKey: "k"),
            Empty(),
            params: #"{"workspace_id":2,"user_id":8,"idempotency_key":"k"}"#,
            answer: #"{}"#
        ),
        Row(
            WorkspaceMemberUpdate(workspaceID: 2, userID: 8, role: .member, idempotencyKey: "k"),
            WorkspaceMember(userID: 8, role: .member, joinedAt: 1),
            params: #"{"workspace_id":2,"user_id":8,"role":"member","idempotency_key":"k"}"#,
            answer: #"{"user_id":8,"role":"member","joined_at":1}"#
        ),
        Row(
            WorkspaceMembers(workspaceID: 2, sinceID: 0, limit: 9),
            WorkspaceMembers.Result(members: [WorkspaceMember(userID: 8, role: .member, joinedAt: 1)], hasMore: false),
            params: #"{"workspace_id":2,"since_id":0,"limit":9}"#,
            answer: #"{"members":[{"user_id":8,"role":"member","joined_at":1}],"has_more":false}"#
        ),
        Row(
            UserCreate(name: "ann", displayName: "Ann", subject: "s", idempotencyKey: "k"),
            Sample.user,
            params: #"{"name":"ann","display_name":"Ann","subject":"s","idempotency_key":"k"}"#,
            answer: EventGoldenTests.user
        ),
        Row(
            UserGet(userID: 7),
            Sample.user,
            params: #"{"user_id":7}"#,
            answer: EventGoldenTests.user
        ),
        Row(
            UserList(workspaceID: 2, sinceID: 1, limit: 9),
            UserList.Result(users: [Sample.user], hasMore: false),
            params: #"{"workspace_id":2,"since_id":1,"limit":9}"#,
            answer: #"{"users":[\#(EventGoldenTests.user)],"has_more":false}"#
        ),
        Row(
            UserUpdate(userID: 7, name: "ann", displayName: "Ann", idempotencyKey: "k"),
            Sample.user,
            params: #"{"user_id":7,"name":"ann","display_name":"Ann","idempotency_key":"k"}"#,
            answer: EventGoldenTests.user
        ),
        Row(
            UserMe(),
            Sample.user,
            params: #"{}"#,
            answer: EventGoldenTests.user
        ),
        Row(
            ChannelCreate(
                workspaceID: 2,
                kind: .public,
                name: "general",
                topic: "all",
                peerIDs: [],
                idempotencyKey: "k"
            ),
            Sample.channel,
            params: #"{"workspace_id":2,"kind":"public","name":"general","topic":"all","peer_ids":[],"#
                + #""idempotency_key":"k"}"#,
            answer: EventGoldenTests.channel
        ),
        Row(
            ChannelGet(channelID: 3),
            Sample.channel,
            params: #"{"channel_id":3}"#,
            answer: EventGoldenTests.channel
        ),
        Row(
            ChannelList(workspaceID: 2, kind: .dm, includeArchived: true, sinceID: 1, limit: 9),
            ChannelList.Result(channels: [Sample.direct], hasMore: false),
            params: #"{"workspace_id":2,"kind":"dm","include_archived":true,"since_id":1,"limit":9}"#,
            answer: #"{"channels":[\#(EventGoldenTests.direct)],"has_more":false}"#
        ),
        Row(
            ChannelUpdate(channelID: 3, name: "general", topic: "all", idempotencyKey: "k"),
            Sample.channel,
            params: #"{"channel_id":3,"name":"general","topic":"all","idempotency_key":"k"}"#,
            answer: EventGoldenTests.channel
        ),
        Row(
            ChannelDelete(channelID: 3, idempotencyKey: "k"),
            Sample.channel,
            params: #"{"channel_id":3,"idempotency_key":"k"}"#,
            answer: EventGoldenTests.channel
        ),
        Row(
            ChannelJoin(channelID: 3, idempotencyKey: "k"),
            Sample.channel,
            params: #"{"channel_id":3,"idempotency_key":"k"}"#,
            answer: EventGoldenTests.channel
        ),
        Row(
            ChannelLeave(channelID: 3, idempotencyKey: "k"),
            Empty(),
            params: #"{"channel_id":3,"idempotency_key":"k"}"#,
            answer: #"{}"#
        ),
        Row(
            ChannelAddMember(channelID: 3, userID: 8, idempotencyKey: "k"),
            ChannelMember(userID: 8, joinedAt: 1),
            params: #"{"channel_id":3,"user_id":8,"idempotency_key":"k"}"#,
            answer: #"{"user_id":8,"joined_at":1}"#
        ),
        Row(
            ChannelRemoveMember(channelID: 3, userID: 8, idempotencyKey: "k"),
            Empty(),
            params: #"{"channel_id":3,"user_id":8,"idempotency_key":"k"}"#,
            answer: #"{}"#
        ),
        Row(
            ChannelMembers(channelID: 3, sinceID: 1, limit: 9),
            ChannelMembers.Result(members: [ChannelMember(userID: 8, joinedAt: 1)], hasMore: false),
            params: #"{"channel_id":3,"since_id":1,"limit":9}"#,
            answer: #"{"members":[{"user_id":8,"joined_at":1}],"has_more":false}"#
        ),
        Row(
            MessageSend(
                channelID: 3,
                body: "Hi",
                threadID: 40,
                attachments: [MediaID(rawValue: "m1")],
                idempotencyKey: "k"
            ),
            Sample.message,
            params: #"{"channel_id":3,"body":"Hi","thread_id":40,"attachments":["m1"],"idempotency_key":"k"}"#,
            answer: EventGoldenTests.message
        ),
        Row(
            MessageUpdate(messageID: 42, body: "Hi", idempotencyKey: "k"),
            Sample.message,
            params: #"{"message_id":42,"body":"Hi","idempotency_key":"k"}"#,
            answer: EventGoldenTests.message
        ),
        Row(
            MessageDelete(messageID: 42, idempotencyKey: "k"),
            MessageDeleted(messageID: 42, channelID: 3),
            params: #"{"message_id":42,"idempotency_key":"k"}"#,
            answer: #"{"message_id":42,"channel_id":3}"#
        ),
        Row(
            MessageGet(messageID: 42),
            Sample.message,
            params: #"{"message_id":42}"#,
            answer: EventGoldenTests.message
        ),
        Row(
            MessageList(channelID: 3, topLevelOnly: true, sinceID: 1, beforeID: 99, limit: 9),
            MessagePage(messages: [Sample.message], hasMore: true),
            params: #"{"channel_id":3,"top_level_only":true,"since_id":1,"before_id":99,"limit":9}"#,
            answer: #"{"messages":[\#(EventGoldenTests.message)],"has_more":true}"#
        ),
        Row(
            MessageThread(threadID: 40, sinceID: 1, beforeID: 99, limit: 9),
            MessagePage(messages: [], hasMore: false),
            params: #"{"thread_id":40,"since_id":1,"before_id":99,"limit":9}"#,
            answer: #"{"messages":[],"has_more":false}"#
        ),
        Row(
            MessageSearch(query: "tea", workspaceID: 2, channelID: 3, beforeID: 99, limit: 9),
            MessagePage(messages: [], hasMore: false),
            params: #"{"query":"tea","workspace_id":2,"channel_id":3,"before_id":99,"limit":9}"#,
            answer: #"{"messages":[],"has_more":false}"#
        ),
        Row(
            MessageReact(messageID: 42, emoji: "👍", idempotencyKey: "k"),
            MessageReacted(messageID: 42, channelID: 3, reactions: Sample.message.reactions),
            params: #"{"message_id":42,"emoji":"👍","idempotency_key":"k"}"#,
            answer: #"{"message_id":42,"channel_id":3,"reactions":[{"emoji":"👍","count":2,"user_ids":[7,8]}]}"#
        ),
        Row(
            MessageUnreact(messageID: 42, emoji: "👍", idempotencyKey: "k"),
            MessageReacted(messageID: 42, channelID: 3, reactions: []),
            params: #"{"message_id":42,"emoji":"👍","idempotency_key":"k"}"#,
            answer: #"{"message_id":42,"channel_id":3,"reactions":[]}"#
        ),
        Row(
            MessageToggleReact(messageID: 42, emoji: "👍", idempotencyKey: "k"),
            MessageReacted(messageID: 42, channelID: 3, reactions: []),
            params: #"{"message_id":42,"emoji":"👍","idempotency_key":"k"}"#,
            answer: #"{"message_id":42,"channel_id":3,"reactions":[]}"#
        ),
        Row(
            MessagePin(messageID: 42, idempotencyKey: "k"),
            MessagePinUpdated(messageID: 42, channelID: 3, isPinned: true),
            params: #"{"message_id":42,"idempotency_key":"k"}"#,
            answer: #"{"message_id":42,"channel_id":3,"pinned":true}"#
        ),
        Row(
            MessageUnpin(messageID: 42, idempotencyKey: "k"),
            MessagePinUpdated(messageID: 42, channelID: 3, isPinned: false),
            params: #"{"message_id":42,"idempotency_key":"k"}"#,
            answer: #"{"message_id":42,"channel_id":3,"pinned":false}"#
        ),
        Row(
            MessageListPins(channelID: 3, sinceID: 1, limit: 9),
            MessagePage(messages: [], hasMore: false),
            params: #"{"channel_id":3,"since_id":1,"limit":9}"#,
            answer: #"{"messages":[],"has_more":false}"#
        ),
        Row(
            ReadMark(channelID: 3, lastReadMessage: 41, idempotencyKey: "k"),
            ReadCursor(channelID: 3, lastReadMessage: 41),
            params: #"{"channel_id":3,"last_read_msg":41,"idempotency_key":"k"}"#,
            answer: #"{"channel_id":3,"last_read_msg":41}"#
        ),
        Row(
            ReadGet(channelID: 3),
            Sample.unread,
            params: #"{"channel_id":3}"#,
            answer: Self.unread
        ),
        Row(
            ReadUnreadCounts(),
            ReadUnreadCounts.Result(counts: [Sample.unread]),
            params: #"{}"#,
            answer: #"{"counts":[\#(Self.unread)]}"#
        ),
        Row(
            MentionList(unseenOnly: true, sinceID: 1, beforeID: 99, limit: 9),
            MentionList.Result(mentions: [Sample.mention], hasMore: false),
            params: #"{"unseen_only":true,"since_id":1,"before_id":99,"limit":9}"#,
            answer: #"{"mentions":[\#(EventGoldenTests.mention)],"has_more":false}"#
        ),
        Row(
            MentionMarkSeen(upToID: 42, channelID: 3, idempotencyKey: "k"),
            MentionMarkSeen.Result(unseen: 0),
            params: #"{"up_to_id":42,"channel_id":3,"idempotency_key":"k"}"#,
            answer: #"{"unseen":0}"#
        ),
        Row(
            NotificationList(unreadOnly: true, sinceID: 1, beforeID: 99, limit: 9),
            NotificationList.Result(notifications: [Sample.notification], hasMore: false),
            params: #"{"unread_only":true,"since_id":1,"before_id":99,"limit":9}"#,
            answer: #"{"notifications":[\#(EventGoldenTests.notification)],"has_more":false}"#
        ),
        Row(
            NotificationMarkRead(upToID: 5, idempotencyKey: "k"),
            NotificationMarkRead.Result(unread: 0),
            params: #"{"up_to_id":5,"idempotency_key":"k"}"#,
            answer: #"{"unread":0}"#
        ),
        Row(
            TypingRelay(channelID: 3, state: .start),
            Empty(),
            params: #"{"channel_id":3,"state":"start"}"#,
            answer: #"{}"#
        ),
        Row(
            PresenceSetStatusText(statusText: "tea", idempotencyKey: "k"),
            Sample.presence,
            params: #"{"status_text":"tea","idempotency_key":"k"}"#,
            answer: EventGoldenTests.presence
        ),
        Row(
            PresenceUpdate(statusText: "tea", idempotencyKey: "k"),
            Sample.presence,
            params: #"{"status_text":"tea","idempotency_key":"k"}"#,
            answer: EventGoldenTests.presence
        ),
        Row(
            PresenceList(workspaceID: 2, sinceID: 1, limit: 9),
            PresenceList.Result(presence: [Sample.presence], hasMore: false),
            params: #"{"workspace_id":2,"since_id":1,"limit":9}"#,
            answer: #"{"presence":[\#(EventGoldenTests.presence)],"has_more":false}"#
        ),
        Row(
            PresenceWatch(userIDs: [7, 8]),
            PresenceWatch.Result(presence: [Sample.presence]),
            params: #"{"user_ids":[7,8]}"#,
            answer: #"{"presence":[\#(EventGoldenTests.presence)]}"#
        ),
        Row(
            HuddleStart(channelID: 3, idempotencyKey: "k"),
            Sample.huddle,
            params: #"{"channel_id":3,"idempotency_key":"k"}"#,
            answer: Self.huddle
        ),
        Row(
            HuddleJoin(roomID: Sample.room, idempotencyKey: "k"),
            Sample.huddle,
            params: #"{"room_id":"r1","idempotency_key":"k"}"#,
            answer: Self.huddle
        ),
        Row(
            HuddleLeave(roomID: Sample.room, idempotencyKey: "k"),
            Sample.huddle,
            params: #"{"room_id":"r1","idempotency_key":"k"}"#,
            answer: Self.huddle
        ),
        Row(
            HuddleGet(roomID: Sample.room),
            Sample.huddle,
            params: #"{"room_id":"r1"}"#,
            answer: Self.huddle
        ),
        Row(
            HuddleListActive(workspaceID: 2, channelID: 3),
            HuddleListActive.Result(huddles: [Sample.huddle]),
            params: #"{"workspace_id":2,"channel_id":3}"#,
            answer: #"{"huddles":[\#(Self.huddle)]}"#
        ),
        Row(
            HuddleTokenRequest(roomID: Sample.room),
            HuddleToken(roomID: Sample.room, url: "wss://media", token: "t", expiresAt: 1),
            params: #"{"room_id":"r1"}"#,
            answer: #"{"room_id":"r1","url":"wss://media","token":"t","expires_at":1}"#
        ),
        Row(
            CanvasCreate(channelID: 3, title: "Plan", body: "Plan it", idempotencyKey: "k"),
            Sample.canvas,
            params: #"{"channel_id":3,"title":"Plan","body":"Plan it","idempotency_key":"k"}"#,
            answer: Self.canvas
        ),
        Row(
            CanvasGet(canvasID: 6),
            Sample.canvas,
            params: #"{"canvas_id":6}"#,
            answer: Self.canvas
        ),
        Row(
            CanvasList(channelID: 3, sinceID: 1, limit: 9),
            CanvasList.Result(canvases: [Sample.canvasSummary], hasMore: false),
            params: #"{"channel_id":3,"since_id":1,"limit":9}"#,
            answer: #"{"canvases":[{"id":6,"channel_id":3,"title":"Plan","revision":2,"creator_id":7,"#
                + #""updated_by":8,"created_at":1700000000000,"updated_at":1700000000006}],"has_more":false}"#
        ),
        Row(
            CanvasUpdate(canvasID: 6, revision: 1, title: "Plan", body: "Plan it", idempotencyKey: "k"),
            Sample.canvas,
            params: #"{"canvas_id":6,"revision":1,"title":"Plan","body":"Plan it","idempotency_key":"k"}"#,
            answer: Self.canvas
        ),
        Row(
            CanvasDelete(canvasID: 6, idempotencyKey: "k"),
            Empty(),
            params: #"{"canvas_id":6,"idempotency_key":"k"}"#,
            answer: #"{}"#
        ),
        Row(
            MediaGet(mediaID: MediaID(rawValue: "m1")),
            Sample.media,
            params: #"{"media_id":"m1"}"#,
            answer: Self.media
        ),
        Row(
            MediaDelete(mediaID: MediaID(rawValue: "m1"), idempotencyKey: "k"),
            Empty(),
            params: #"{"media_id":"m1","idempotency_key":"k"}"#,
            answer: #"{}"#
        ),
        Row(
            SessionStart(
                localID: LocalID(rawValue: "l1"),
                repositoryOwner: "o",
                repositoryName: "r",
                pullRequest: 42,
                startedAt: 1_700_000_000_000,
                endedAt: 1_700_000_060_000,
                duration: 60,
                idempotencyKey: "k"
            ),
            TrackedSession(session: Sample.workSession, beaconToken: BeaconToken(rawValue: "t")),
            params: #"{"local_id":"l1","repo_owner":"o","repo_name":"r","pr_number":42,"started_at":1700000000000,"#
                + #""ended_at":1700000060000,"duration_seconds":60,"idempotency_key":"k"}"#,
            answer: String(Self.tracked)
        ),
        Row(
            SessionEnd(
                id: 9,
                localID: LocalID(rawValue: "l1"),
                duration: 60,
                endedAt: 1_700_000_060_000,
                reason: .idle,
                idempotencyKey: "k"
            ),
            Sample.workSession,
            params: #"{"id":9,"local_id":"l1","duration_seconds":60,"ended_at":1700000060000,"reason":"idle","#
                + #""idempotency_key":"k"}"#,
            answer: Self.workSession
        ),
        Row(
            SessionHeartbeat(id: 9, localID: LocalID(rawValue: "l1"), duration: 60, idempotencyKey: "k"),
            TrackedSession(session: Sample.workSession, beaconToken: BeaconToken(rawValue: "t")),
            params: #"{"id":9,"local_id":"l1","duration_seconds":60,"idempotency_key":"k"}"#,
            answer: String(Self.tracked)
        ),
        Row(
            SessionGet(id: 9, localID: LocalID(rawValue: "l1")),
            Sample.workSession,
            params: #"{"id":9,"local_id":"l1"}"#,
            answer: Self.workSession
        ),
        Row(
            SessionList(workspaceID: 2, status: .active, since: 1_700_000_000_000, beforeID: 10, limit: 9),
            SessionList.Result(sessions: [Sample.workSession], hasMore: false),
            params: #"{"workspace_id":2,"status":"active","since":1700000000000,"before_id":10,"limit":9}"#,
            answer: #"{"sessions":[\#(Self.workSession)],"has_more":false}"#
        ),
        Row(
            SessionTotals(from: 1, to: 2, timeZone: "Europe/Berlin", workspaceID: 2),
            SessionTotals.Result(totals: [DayTotal(userID: 7, day: "2023-11-14", seconds: 60)]),
            params: #"{"from":1,"to":2,"time_zone":"Europe/Berlin","workspace_id":2}"#,
            answer: #"{"totals":[{"user_id":7,"day":"2023-11-14","seconds":60}]}"#
        ),
        Row(
            ActivityRecord(activities: [Sample.activity], idempotencyKey: "k"),
            ActivityRecord.Result(created: 1, known: 0),
            params: #"{"activities":[\#(Self.activity)],"idempotency_key":"k"}"#,
            answer: #"{"created":1,"known":0}"#
        ),
        Row(
            ActivityList(id: 9, localID: LocalID(rawValue: "l1"), limit: 9),
            ActivityList.Result(activities: [Sample.activity], hasMore: false),
            params: #"{"id":9,"local_id":"l1","limit":9}"#,
            answer: #"{"activities":[\#(Self.activity)],"has_more":false}"#
        ),
        Row(
            AdminConnections(userID: 7, after: ConnectionID(rawValue: "c0"), limit: 9),
            AdminConnections.Result(
                connections: [
                    ConnectionReport(
                        connectionID: ConnectionID(rawValue: "c1"),
                        userID: 7,
                        edge: "edge1",
                        transport: "websocket",
                        seq: 42,
                        lag: 0,
                        openedAt: 1
                    )
                ],
                hasMore: false
            ),
            params: #"{"user_id":7,"after":"c0","limit":9}"#,
            answer: #"{"connections":[{"connection_id":"c1","user_id":7,"edge":"edge1","transport":"websocket","#
                + #""seq":42,"lag":0,"opened_at":1}],"has_more":false}"#
        ),
        Row(
            AdminDisconnect(userID: 7),
            AdminDisconnect.Result(closed: 2),
            params: #"{"user_id":7}"#,
            answer: #"{"closed":2}"#
        ),
        Row(
            AdminStats(),
            AdminStats.Result(
                version: "1.0.0",
                epoch: Epoch(rawValue: "e1"),
                head: 42,
                floor: 1,
                connections: 2,
                online: 1,
                users: 8,
                workspaces: 1,
                channels: 4,
                messages: 30,
                storeBytes: 4096,
                uptime: 1000
            ),
            params: #"{}"#,
            answer: #"{"version":"1.0.0","epoch":"e1","head":42,"floor":1,"connections":2,"online":1,"users":8,"#
                + #""workspaces":1,"channels":4,"messages":30,"store_bytes":4096,"uptime_ms":1000,"#
                + #""draining":false}"#
        ),
        Row(
            AdminLogTail(since: 41, limit: 9),
            AdminLogTail.Result(
                entries: [LogTailEntry(seq: 42, type: "message.created", audience: .channel(3), bytes: 300)],
                head: 42,
                floor: 1
            ),
            params: #"{"since":41,"limit":9}"#,
            answer: #"{"entries":[{"seq":42,"type":"message.created","audience":{"users":[],"channels":[3],"#
                + #""workspaces":[],"except":[]},"bytes":300,"redacted":false}],"head":42,"floor":1}"#
        ),
        Row(
            AdminDrain(window: 5000),
            AdminDrain.Result(connections: 2),
            params: #"{"window_ms":5000}"#,
            answer: #"{"connections":2}"#
        ),
        Row(
            AdminUserDisable(userID: 7, idempotencyKey: "k"),
            Sample.access,
            params: #"{"user_id":7,"idempotency_key":"k"}"#,
            answer: Self.access
        ),
        Row(
            AdminUserEnable(userID: 7, idempotencyKey: "k"),
            Sample.access,
            params: #"{"user_id":7,"idempotency_key":"k"}"#,
            answer: Self.access
        ),
        Row(
            AdminSignOut(userID: 7, idempotencyKey: "k"),
            Sample.access,
            params: #"{"user_id":7,"idempotency_key":"k"}"#,
            answer: Self.access
        ),
        Row(
            AdminDeadLetters(limit: 9),
            AdminDeadLetters.Result(reports: [
                DeadLetterReport(
                    userID: 7,
                    client: LocalID(rawValue: "tab"),
                    reportedAt: 5,
                    letters: [DeadLetterCount(method: "message.send", reason: .unknownOutcome, count: 2)]
                )
            ]),
            params: #"{"limit":9}"#,
            answer: #"{"reports":[{"user_id":7,"client":"tab","reported_at":5,"#
                + #""letters":[{"method":"message.send","reason":"unknown_outcome","count":2}]}]}"#
        ),
        Row(
            ClientReportDeadLetters(
                client: LocalID(rawValue: "tab"),
                letters: [DeadLetterCount(method: "message.send", reason: .refused, count: 2)]
            ),
            Empty(),
            params: #"{"client":"tab","letters":[{"method":"message.send","reason":"refused","count":2}]}"#,
            answer: #"{}"#
        ),
    ]

    @Test func `every method of the registry is in the table, and nothing else`() {
        let registered = MethodRegistry.standard.methods.map { $0.name }
        #expect(Self.rows.map(\.name) == registered)
        #expect(Set(registered).count == registered.count)
    }

    @Test(arguments: MethodGoldenTests.rows.indices)
    func `a call and its answer have these bytes and come back from them`(index: Int) throws {
        try Self.rows[index].check()
    }
}
