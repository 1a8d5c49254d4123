// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLWriting {
    package func setPresence(_ changes: [PresenceChange]) throws {
        for change in changes {
            try self.execute(
                "UPDATE user SET online = ?, last_seen = MAX(COALESCE(last_seen, 0), ?) WHERE id = ?",
                [change.isOnline, change.lastSeen, change.user]
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
