// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension SQLWriting {
    package func addWorkspace(name: String, owner: UserID) throws -> Workspace {
        let number = try self.add(
            "INSERT INTO workspace (name, owner_id, created_at) VALUES (?, ?, ?)",
            [name, owner, self.now]
        )
        return Workspace(
            id: WorkspaceID(rawValue: number),
            name: name,
            ownerID: owner,
            memberCount: 0,
            createdAt: self.now
        )
    }

    package func renameWorkspace(_ id: WorkspaceID, to name: String) throws {
        try self.execute("UPDATE workspace SET name = ? WHERE id = ?", [name, id])
    }

    package func setOwner(_ user: UserID, of id: WorkspaceID) throws {
        try self.execute("UPDATE workspace SET owner_id = ? WHERE id = ?", [user, id])
    }

    package func deleteWorkspace(_ id: WorkspaceID) throws {
        try self.execute("UPDATE workspace SET deleted_at = ? WHERE id = ?", [self.now, id])
        try self.execute(
            "DELETE FROM archived_reader WHERE channel_id IN (SELECT id FROM channel WHERE workspace_id = ?)",
            [id]
        )
    }
}
