// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLWriting {
    package func addUser(name: String, displayName: String) throws -> User {
        let number = try self.add(
            "INSERT INTO user (name, name_key, display_name, created_at) VALUES (?, ?, ?, ?)",
            [name, Self.nameKey(name), displayName, self.now]
        )
        try self.note(.userAdded(UserID(rawValue: number)))
        return User(
            id: UserID(rawValue: number),
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
