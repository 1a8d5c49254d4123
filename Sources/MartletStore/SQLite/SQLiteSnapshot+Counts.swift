// SPDX-License-Identifier: Apache-2.0

extension SQLiteSnapshot {
    package func counts() throws -> StoreCounts {
        func count(_ table: String) throws -> Int {
            Int(try self.integer("SELECT COUNT(*) FROM \(table)") ?? 0)
        }
        return StoreCounts(
            users: Int(try self.userCount()),
            workspaces: try count("workspace WHERE deleted_at IS NULL"),
            channels: try count("channel WHERE archived_at IS NULL"),
            messages: try count("message"),
            bytes: try self.integer("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()") ?? 0
        )
    }
}
