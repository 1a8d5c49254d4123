// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLWriting {
    package func setPresence(_ changes: [PresenceChange]) throws {
        // Those who came or went together are one statement.
        let groups = Dictionary(grouping: changes) { Sighting(isOnline: $0.isOnline, lastSeen: $0.lastSeen) }
        for (sighting, changes) in groups {
            try self.execute(
                """
                UPDATE user SET online = ?, last_seen = MAX(COALESCE(last_seen, 0), ?)
                WHERE id IN (SELECT value FROM json_each(?))
                """,
                [sighting.isOnline, sighting.lastSeen, Self.list(changes.map(\.user))]
            )
        }
    }

    package func setStatusText(_ text: String, of user: UserID) throws {
        try self.execute(
            "UPDATE user SET status_text = ?, last_seen = MAX(COALESCE(last_seen, 0), ?) WHERE id = ?",
            [text, self.now, user]
        )
        try self.note(.presenceChanged(user))
    }
}

/// What presence changes may have in common.
private struct Sighting: Hashable {
    var isOnline: Bool
    var lastSeen: Timestamp
}
