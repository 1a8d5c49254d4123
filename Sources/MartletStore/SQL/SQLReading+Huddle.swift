// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLReading {
    private static var huddleColumns: String { "h.room_id, h.channel_id, h.started_by, h.started_at, h.ended_at" }

    package func huddle(_ room: RoomID) throws -> Huddle? {
        try self.row("SELECT \(Self.huddleColumns) FROM huddle h WHERE h.room_id = ?", [room.rawValue])
            .map(self.huddle(row:))
    }

    package func activeHuddle(in channel: ChannelID) throws -> Huddle? {
        try self.row(
            "SELECT \(Self.huddleColumns) FROM huddle h WHERE h.channel_id = ? AND h.ended_at IS NULL",
            [channel]
        ).map(self.huddle(row:))
    }

    package func activeHuddles(of user: UserID, in scope: HuddleScope) throws -> [Huddle] {
        let (condition, place): (String, Int64) =
            switch scope {
            case .everywhere: ("? = 0", 0)
            case .workspace(let workspace): ("c.workspace_id = ?", workspace.rawValue)
            case .channel(let channel): ("c.id = ?", channel.rawValue)
            }
        return try self.rows(
            """
            SELECT \(Self.huddleColumns) FROM huddle h JOIN channel c ON c.id = h.channel_id
            WHERE h.ended_at IS NULL AND \(condition) AND EXISTS (
                SELECT 1 FROM membership m WHERE m.key = h.channel_id << 2 | 1 AND m.user_id = ? AND m.end_seq IS NULL
            )
            ORDER BY h.started_at, h.room_id
            """,
            [place, user]
        ).map(self.huddle(row:))
    }

    package func activeHuddles() throws -> [HuddleRoll] {
        try self.rows("SELECT room_id, channel_id FROM huddle WHERE ended_at IS NULL ORDER BY room_id").map { row in
            let entries = try self.rows(
                "SELECT user_id, join_number FROM huddle_participant WHERE room_id = ? ORDER BY join_number",
                [row[0] as String]
            )
            return HuddleRoll(
                room: RoomID(rawValue: row[0]),
                channel: row[1],
                entries: entries.map { HuddleRoll.Entry($0[0], join: $0[1]) }
            )
        }
    }

    package func huddles(joinedBy user: UserID) throws -> [Huddle] {
        try self.rows(
            """
            SELECT \(Self.huddleColumns) FROM huddle_participant p JOIN huddle h ON h.room_id = p.room_id
            WHERE p.user_id = ? AND h.ended_at IS NULL ORDER BY h.started_at, h.room_id
            """,
            [user]
        ).map(self.huddle(row:))
    }

    package func joinNumber(of user: UserID, in room: RoomID) throws -> Int64? {
        try self.integer(
            "SELECT join_number FROM huddle_participant WHERE room_id = ? AND user_id = ?",
            [room.rawValue, user]
        )
    }

    package func lastJoinNumber(in room: RoomID) throws -> Int64 {
        try self.integer("SELECT joins FROM huddle WHERE room_id = ?", [room.rawValue]) ?? 0
    }

    private func huddle(row: some SQLRow) throws -> Huddle {
        let participants = try self.rows(
            "SELECT user_id FROM huddle_participant WHERE room_id = ? ORDER BY join_number",
            [row[0] as String]
        )
        return Huddle(
            roomID: RoomID(rawValue: row[0]),
            channelID: row[1],
            startedBy: row[2],
            participants: participants.map { $0[0] },
            startedAt: row[3],
            endedAt: row[4]
        )
    }
}

extension SQLWriting {
    package func addHuddle(in channel: ChannelID, by user: UserID) throws -> Huddle {
        let room: String = try self.row("SELECT LOWER(HEX(RANDOMBLOB(16)))").map { $0[0] } ?? ""
        try self.execute(
            "INSERT INTO huddle (room_id, channel_id, started_by, started_at) VALUES (?, ?, ?, ?)",
            [room, channel, user, self.now]
        )
        return Huddle(
            roomID: RoomID(rawValue: room),
            channelID: channel,
            startedBy: user,
            participants: [],
            startedAt: self.now
        )
    }

    package func join(_ user: UserID, to room: RoomID) throws {
        try self.execute("UPDATE huddle SET joins = joins + 1 WHERE room_id = ?", [room.rawValue])
        try self.execute(
            """
            INSERT INTO huddle_participant (room_id, user_id, join_number) VALUES (?, ?, ?)
            ON CONFLICT (room_id, user_id) DO UPDATE SET join_number = excluded.join_number
            """,
            [room.rawValue, user, try self.lastJoinNumber(in: room)]
        )
    }

    package func leave(_ user: UserID, from room: RoomID) throws -> Bool {
        try self.change(
            "DELETE FROM huddle_participant WHERE room_id = ? AND user_id = ?",
            [room.rawValue, user]
        ) > 0
    }

    package func endHuddle(_ room: RoomID) throws -> Bool {
        let ended = try self.change(
            "UPDATE huddle SET ended_at = ? WHERE room_id = ? AND ended_at IS NULL",
            [self.now, room.rawValue]
        )
        guard ended > 0 else { return false }
        try self.execute("DELETE FROM huddle_participant WHERE room_id = ?", [room.rawValue])
        return true
    }
}
