// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLReading {
    package func notifications(
        of user: UserID,
        unreadOnly: Bool,
        after: NotificationID?,
        before: NotificationID?,
        limit: Int
    ) throws -> [Notification] {
        let rows = try self.rows(
            """
            SELECT id, user_id, kind, actor_id, workspace_id, channel_id, message_id, read_at, created_at
            FROM notification
            WHERE user_id = :user AND id > :after AND id < :before \(unreadOnly ? "AND read_at IS NULL" : "")
                AND (channel_id IS NULL OR channel_id IN (\(Self.readableChannels)))
            ORDER BY id \(after == nil ? "DESC" : "ASC") LIMIT :limit
            """,
            ["user": user, "after": after?.rawValue ?? 0, "before": before?.rawValue ?? .max, "limit": limit]
        )
        let notifications = rows.map(Notification.init(row:))
        return after == nil ? notifications.reversed() : notifications
    }

    package func unreadNotifications(of user: UserID) throws -> Int {
        let count = try self.integer(
            """
            SELECT COUNT(*) FROM notification WHERE user_id = :user AND read_at IS NULL
                AND (channel_id IS NULL OR channel_id IN (\(Self.readableChannels)))
            """,
            ["user": user]
        )
        return Int(count ?? 0)
    }
}

extension SQLWriting {
    package func insert(_ notification: Notification) throws {
        try self.execute(
            """
            INSERT INTO notification
                (id, user_id, kind, actor_id, workspace_id, channel_id, message_id, read_at, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                notification.id, notification.userID, notification.kind.rawValue, notification.actorID,
                notification.workspaceID, notification.channelID, notification.messageID, notification.readAt,
                notification.createdAt,
            ]
        )
    }

    package func removeNotifications(about message: MessageID, of users: [UserID]?) throws {
        guard let users else {
            return try self.execute("DELETE FROM notification WHERE message_id = ?", [message])
        }
        for user in users {
            try self.execute("DELETE FROM notification WHERE message_id = ? AND user_id = ?", [message, user])
        }
    }

    package func markNotificationsRead(of user: UserID, upTo notification: NotificationID) throws {
        try self.execute(
            "UPDATE notification SET read_at = ? WHERE user_id = ? AND id <= ? AND read_at IS NULL",
            [self.now, user, notification]
        )
    }

    package func forgetNotifications(before instant: Timestamp) throws -> Int {
        // Numbers and times grow together, so the oldest are at the front.
        try self.change(
            """
            DELETE FROM notification WHERE id IN (
                SELECT id FROM (SELECT id, created_at FROM notification ORDER BY id LIMIT 5000) oldest
                WHERE created_at < ?
            )
            """,
            [instant]
        )
    }
}

extension Notification {
    fileprivate init(row: some SQLRow) {
        self.init(
            id: row[0],
            userID: row[1],
            kind: Kind(rawValue: row[2]),
            actorID: row[3],
            workspaceID: row[4],
            channelID: row[5],
            messageID: row[6],
            readAt: row[7],
            createdAt: row[8]
        )
    }
}
