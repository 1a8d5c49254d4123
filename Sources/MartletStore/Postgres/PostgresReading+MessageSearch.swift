// SPDX-License-Identifier: Apache-2.0

#if Postgres
    package import MartletWire

    extension PostgresReading {
        package func search(
            _ query: SearchQuery,
            by user: UserID,
            in scope: SearchScope,
            before: MessageID?,
            limit: Int
        ) throws -> MessagePage {
            guard let match = SearchWords.expression(for: query) else {
                return MessagePage(messages: [], hasMore: false)
            }
            let (condition, place): (String, Int64?) =
                switch scope {
                case .everything: ("", nil)
                case .workspace(let workspace):
                    ("AND m.channel_id IN (SELECT id FROM channel WHERE workspace_id = :place)", workspace.rawValue)
                case .channel(let channel): ("AND m.channel_id = :place", channel.rawValue)
                }
            let rows = try self.rows(
                """
                SELECT \(StoredMessage.columns) FROM message_search s JOIN message m ON m.id = s.message_id
                WHERE s.words @@ CAST(:match AS tsquery) AND s.message_id < :before AND m.deleted_at IS NULL \(condition)
                    AND m.channel_id IN (\(Self.readableChannels))
                ORDER BY s.message_id DESC LIMIT :limit
                """,
                [
                    "match": match, "before": before?.rawValue ?? .max, "user": user, "place": place,
                    "limit": limit + 1,
                ]
            )
            return MessagePage(
                messages: rows.prefix(limit).map { StoredMessage(row: $0).message },
                hasMore: rows.count > limit
            )
        }
    }
#endif
