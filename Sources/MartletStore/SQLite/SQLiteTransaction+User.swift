// SPDX-License-Identifier: Apache-2.0

import GRDB
package import MartletWire

extension SQLiteTransaction {
    package func addUser(name: String, displayName: String) throws -> User {
        try self.execute(
            "INSERT INTO user (name, name_key, display_name, created_at) VALUES (?, ?, ?, ?)",
            [name, Self.nameKey(name), displayName, self.now]
        )
        return User(
            id: UserID(rawValue: self.database.lastInsertedRowID),
            name: name,
            displayName: displayName,
            status: .offline,
            createdAt: self.now
        )
    }

    package func rename(_ user: UserID, name: String, displayName: String) throws {
        try self.execute(
            "UPDATE user SET name = ?, name_key = ?, display_name = ? WHERE id = ?",
            [name, Self.nameKey(name), displayName, user]
        )
    }
}
