// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLWriting {
    @discardableResult
    package func raiseReadCursor(of user: UserID, in channel: ChannelID, to message: MessageID) throws -> MessageID {
        try self.execute(
            """
            INSERT INTO read_cursor (user_id, channel_id, message_id) VALUES (?, ?, ?)
            ON CONFLICT (user_id, channel_id) DO UPDATE SET message_id = MAX(read_cursor.message_id, excluded.message_id)
            """,
            [user, channel, message]
        )
        let cursor = try self.integer(
            "SELECT message_id FROM read_cursor WHERE user_id = ? AND channel_id = ?",
            [user, channel]
        )
        return MessageID(rawValue: cursor ?? message.rawValue)
    }
}
