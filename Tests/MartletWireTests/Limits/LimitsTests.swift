// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

/// Every limit, at it and one past it (R3-25: params are validated before anything is written).
struct LimitsTests {
    /// A call that is accepted, one that is refused, and what the refusal names.
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var accepted: any Method
        var refused: any Method
        var field: String
        var limit: Int64?

        init(_ what: String, _ accepted: any Method, _ refused: any Method, field: String, limit: Int64? = nil) {
            self.testDescription = what
            self.accepted = accepted
            self.refused = refused
            self.field = field
            self.limit = limit
        }
    }

    private static func text(_ count: Int, _ unit: String = "x") -> String {
        String(repeating: unit, count: count)
    }

    private static func send(_ body: String, attachments: Int? = nil, key: String? = nil) -> MessageSend {
        let media = attachments.map { (0..<$0).map { MediaID(rawValue: "m\($0)") } }
        return MessageSend(channelID: 3, body: body, attachments: media, idempotencyKey: key)
    }

    private static func direct(_ peers: Int) -> ChannelCreate {
        ChannelCreate(workspaceID: 2, kind: .dm, peerIDs: (0..<peers).map { UserID(rawValue: Int64($0 + 1)) })
    }

    private static func open(_ name: String?) -> ChannelCreate {
        ChannelCreate(workspaceID: 2, kind: .public, name: name)
    }

    private static func canvas(title: String = "t", _ body: String? = nil) -> CanvasCreate {
        CanvasCreate(channelID: 3, title: title, body: body)
    }

    private static func watch(_ count: Int) -> PresenceWatch {
        PresenceWatch(userIDs: (0..<count).map { UserID(rawValue: Int64($0 + 1)) })
    }

    private static func end(
        _ localID: String,
        _ duration: Int64? = nil,
        reason: WorkSessionEndReason? = nil
    ) -> SessionEnd {
        SessionEnd(localID: LocalID(rawValue: localID), duration: duration, reason: reason)
    }

    private static func record(_ count: Int, _ localID: String = "a") -> ActivityRecord {
        let activity = Activity(
            localID: LocalID(rawValue: localID),
            kind: .comment,
            repositoryOwner: "o",
            repositoryName: "r",
            pullRequest: 1
        )
        return ActivityRecord(activities: Array(repeating: activity, count: count))
    }

    private static func totals(_ first: Int64, _ days: Int64) -> SessionTotals {
        let day: Int64 = 86_400_000
        return SessionTotals(
            from: Timestamp(rawValue: first * day),
            to: Timestamp(rawValue: (first + days) * day)
        )
    }

    static let bodies: [Row] = [
        Row("an empty body", send("", attachments: 1), send(""), field: "body"),
        Row("a body", send(text(16_384)), send(text(16_385)), field: "body", limit: 16_384),
        Row(
            "a body's bytes, not characters",
            send(text(8192, "é")),
            send(text(8193, "é")),
            field: "body",
            limit: 16_384
        ),
        Row(
            "an edited body",
            MessageUpdate(messageID: 42, body: text(16_384)),
            MessageUpdate(messageID: 42, body: text(16_385)),
            field: "body",
            limit: 16_384
        ),
        Row("attachments", send("x", attachments: 20), send("x", attachments: 21), field: "attachments", limit: 20),
        Row(
            "an attachment's name",
            send("x", attachments: 1),
            MessageSend(channelID: 3, body: "x", attachments: [MediaID(rawValue: "m1"), MediaID(rawValue: "../etc")]),
            field: "attachments.1",
            limit: 64
        ),
        Row("a key", send("x", key: text(64)), send("x", key: text(65)), field: "idempotency_key", limit: 64),
        Row("an empty key", send("x", key: "k"), send("x", key: ""), field: "idempotency_key", limit: 64),
        Row("a canvas", canvas(text(524_288)), canvas(text(524_289)), field: "body", limit: 524_288),
        Row("a canvas's title", canvas(title: text(80)), canvas(title: text(81)), field: "title", limit: 80),
        Row(
            "an emoji",
            MessageReact(messageID: 42, emoji: text(16, "😀")),
            MessageReact(messageID: 42, emoji: text(16, "😀") + "x"),
            field: "emoji",
            limit: 64
        ),
        Row(
            "an empty emoji",
            MessageUnreact(messageID: 42, emoji: "+1"),
            MessageUnreact(messageID: 42, emoji: ""),
            field: "emoji",
            limit: 64
        ),
        Row(
            "an emoji of two words",
            MessageToggleReact(messageID: 42, emoji: "👩‍👩‍👧"),
            MessageToggleReact(messageID: 42, emoji: "a b"),
            field: "emoji"
        ),
        Row(
            "a search",
            MessageSearch(query: text(200)),
            MessageSearch(query: text(201)),
            field: "query",
            limit: 200
        ),
        Row("an empty search", MessageSearch(query: "x"), MessageSearch(query: ""), field: "query", limit: 200),
    ]

    static let names: [Row] = [
        Row("a channel's name", open(text(80, "é")), open(text(81, "é")), field: "name", limit: 80),
        Row("an empty name", open("x"), open(""), field: "name", limit: 80),
        Row("a blank name", open(" x "), open(" \u{3000} "), field: "name"),
        Row("a name with control characters", open("x"), open("x\u{7}"), field: "name"),
        Row("no name", open("x"), open(nil), field: "name"),
        Row(
            "a workspace's name",
            WorkspaceCreate(name: text(80)),
            WorkspaceUpdate(workspaceID: 2, name: text(81)),
            field: "name",
            limit: 80
        ),
        Row("a short name", UserCreate(name: text(64)), UserCreate(name: text(65)), field: "name", limit: 64),
        Row("a short name in two words", UserCreate(name: "ann.b"), UserCreate(name: "ann b"), field: "name"),
        Row("a short name with an @", UserUpdate(name: "ann"), UserUpdate(name: "@ann"), field: "name"),
        Row(
            "a display name",
            UserUpdate(displayName: text(80)),
            UserUpdate(displayName: text(81)),
            field: "display_name",
            limit: 80
        ),
        Row(
            "a subject",
            UserCreate(name: "a", subject: text(255)),
            UserCreate(name: "a", subject: text(256)),
            field: "subject",
            limit: 255
        ),
        Row(
            "a topic",
            ChannelUpdate(channelID: 3, topic: text(250)),
            ChannelUpdate(channelID: 3, topic: text(251)),
            field: "topic",
            limit: 250
        ),
        // R3-19: Unicode scalars, 100 accepted, 101 refused, empty clears.
        Row(
            "a status text",
            PresenceSetStatusText(statusText: text(100, "é")),
            PresenceSetStatusText(statusText: text(101, "é")),
            field: "status_text",
            limit: 100
        ),
        Row(
            "a status text under its old name",
            PresenceUpdate(statusText: ""),
            PresenceUpdate(statusText: text(101, "😀")),
            field: "status_text",
            limit: 100
        ),
    ]

    static let numbers: [Row] = [
        Row(
            "a page",
            MessageList(channelID: 3, limit: 200),
            MessageList(channelID: 3, limit: 201),
            field: "limit",
            limit: 200
        ),
        Row("an empty page", UserList(limit: 1), UserList(limit: 0), field: "limit", limit: 200),
        Row(
            "a list of presence",
            PresenceList(workspaceID: 2, limit: 500),
            PresenceList(workspaceID: 2, limit: 501),
            field: "limit",
            limit: 500
        ),
        Row("a watch", watch(500), watch(501), field: "user_ids", limit: 500),
        Row("people of a watch", watch(1), PresenceWatch(userIDs: [7, 0]), field: "user_ids.1"),
        Row("a DM's people", direct(50), direct(51), field: "peer_ids", limit: 50),
        Row("a DM with nobody", direct(1), direct(0), field: "peer_ids"),
        Row(
            "peers of a channel",
            open("x"),
            ChannelCreate(workspaceID: 2, kind: .private, name: "x", peerIDs: [8]),
            field: "peer_ids"
        ),
        Row("a number", ChannelGet(channelID: 1), ChannelGet(channelID: 0), field: "channel_id"),
        Row("a negative number", UserGet(userID: 1), UserGet(userID: -1), field: "user_id"),
        Row(
            "a place",
            MessageList(channelID: 3, sinceID: 0),
            MessageList(channelID: 3, sinceID: -1),
            field: "since_id"
        ),
        Row(
            "a cursor",
            ReadMark(channelID: 3, lastReadMessage: 0),
            ReadMark(channelID: 3, lastReadMessage: -1),
            field: "last_read_msg"
        ),
        Row(
            "a revision",
            CanvasUpdate(canvasID: 6, revision: 1),
            CanvasUpdate(canvasID: 6, revision: 0),
            field: "revision"
        ),
        Row(
            "a role",
            WorkspaceMemberAdd(workspaceID: 2, userID: 8, role: .admin),
            WorkspaceMemberAdd(workspaceID: 2, userID: 8, role: .owner),
            field: "role"
        ),
        Row("a page of a snapshot", SyncCatchUp(page: 1), SyncCatchUp(page: 0), field: "page", limit: 2_147_483_647),
        Row("a drain", AdminDrain(window: 20_000), AdminDrain(window: 20_001), field: "window_ms", limit: 20_000),
        Row("a place in the log", AdminLogTail(since: 0), AdminLogTail(since: -1), field: "since"),
        Row("whose connections", AdminDisconnect(userID: 7), AdminDisconnect(), field: "connection_id"),
        Row(
            "a token",
            AuthRefresh(token: text(16_384)),
            AuthRefresh(token: text(16_385)),
            field: "token",
            limit: 16_384
        ),
        Row(
            "a room's name",
            HuddleGet(roomID: RoomID(rawValue: text(64))),
            HuddleGet(roomID: RoomID(rawValue: text(65))),
            field: "room_id",
            limit: 64
        ),
        Row("a local id", end(text(64)), end(text(65)), field: "local_id", limit: 64),
        Row("no session", end("l"), SessionEnd(), field: "id"),
        Row("work", end("l", 2_678_400), end("l", 2_678_401), field: "duration_seconds", limit: 2_678_400),
        Row("what only a server says", end("l"), end("l", reason: .stale), field: "reason"),
        Row("activities", record(100), record(101), field: "activities", limit: 100),
        Row("no activities", record(1), record(0), field: "activities", limit: 100),
        Row("an activity's name", record(1), record(1, ""), field: "activities.0.local_id", limit: 64),
        Row("days", totals(1, 366), totals(1, 367), field: "to", limit: 366),
        Row("days that run backwards", totals(1, 0), totals(1, -1), field: "to"),
    ]

    @Test(arguments: LimitsTests.bodies + LimitsTests.names + LimitsTests.numbers)
    func `what is at a limit is accepted, what is past it is refused by name`(row: Row) throws {
        #expect(throws: Never.self) { try row.accepted.validate(within: .standard) }
        let error = #expect(throws: RPCError.self) { try row.refused.validate(within: .standard) }
        #expect(error?.code == .invalidParams)
        #expect(error?.data.field == row.field)
        #expect(error?.data.limit == row.limit)
        #expect(error?.data.isRetryable == false)
        #expect(error?.message.isEmpty == false)
    }

    @Test func `every method with an id or a limit refuses a bad one`() throws {
        // A method added without a check would pass this one by: so every one is tried.
        for row in MethodGoldenTests.rows {
            guard case .object(let members) = try value(JSONValue.self, row.params) else { continue }
            for (index, member) in members.enumerated() {
                guard member.name.hasSuffix("_id") || member.name == "limit" || member.name == "idempotency_key" else {
                    continue
                }
                var changed = members
                switch member.value {
                case .integer: changed[index].value = -1
                case .string: changed[index].value = ""
                default: continue
                }
                let request: JSONValue = [
                    "jsonrpc": "2.0", "id": 1, "method": .string(row.name.rawValue), "params": .object(changed),
                ]
                let call = try value(RPCRequest.self, json(request)).call.get()
                let error = #expect(throws: RPCError.self, "\(row.name) \(member.name)") {
                    try call.validate(within: .standard)
                }
                #expect(error?.data.field == member.name)
            }
        }
    }

    @Test func `limits are as configured`() throws {
        var limits = Limits()
        limits.messageBody = 4
        let error = #expect(throws: RPCError.self) { try Self.send("hello").validate(within: limits) }
        #expect(error?.data.limit == 4)
        #expect(throws: Never.self) { try Self.send("hell").validate(within: limits) }
    }

    // DESIGN 4.7: 100 scalars in NFC. Marks may merge, so only the server, which can normalise, counts them all.
    @Test func `a status text of letters and marks is left to the server, which counts it in NFC`() {
        let decomposed = String(repeating: "e\u{301}", count: 100)
        #expect(throws: Never.self) { try Limits.standard.check(statusText: decomposed) }
        #expect(throws: RPCError.self) { try Limits.standard.check(statusText: decomposed + "xx") }
        #expect(throws: RPCError.self) { try Limits.standard.check(normalizedStatusText: decomposed) }
        let composed = String(repeating: "\u{E9}", count: 100)
        #expect(throws: Never.self) { try Limits.standard.check(normalizedStatusText: composed) }
    }
}
