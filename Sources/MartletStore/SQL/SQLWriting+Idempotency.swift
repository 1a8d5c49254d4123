// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import MartletWire

extension SQLWriting {
    package func idempotencyRecord(of user: UserID, method: String, key: String) throws -> IdempotencyRecord? {
        try self.row(
            under: RowKey("idempotency", user, method, key),
            "SELECT params_hash, reply, message_id FROM idempotency WHERE user_id = ? AND method = ? AND key = ?",
            [user, method, key]
        ).map { row in
            IdempotencyRecord(
                paramsHash: [UInt8](row[0] as Data),
                reply: [UInt8](row[1] as Data),
                message: row[2]
            )
        }
    }

    package func remember(_ record: IdempotencyRecord, of user: UserID, method: String, key: String) throws {
        self.added(RowKey("idempotency", user, method, key))
        try self.execute(
            """
            INSERT INTO idempotency (user_id, method, key, params_hash, reply, message_id, at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [user, method, key, Data(record.paramsHash), Data(record.reply), record.message, self.now]
        )
    }

    package func redactReplies(carrying message: MessageID) throws {
        let replies = try self.rows(
            "SELECT user_id, method, key, reply FROM idempotency WHERE message_id = ?",
            [message]
        )
        for row in replies {
            try self.execute(
                "UPDATE idempotency SET reply = ? WHERE user_id = ? AND method = ? AND key = ?",
                [
                    Data(try EventBytes.redacted(reply: [UInt8](row[3] as Data))), row[0] as Int64, row[1] as String,
                    row[2] as String,
                ]
            )
        }
    }

    package func forgetIdempotency(before instant: Timestamp) throws -> Int {
        try self.change("DELETE FROM idempotency WHERE at < ?", [instant])
    }
}
