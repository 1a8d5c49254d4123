// SPDX-License-Identifier: Apache-2.0

extension SQLReading {
    package func counts() throws -> StoreCounts {
        func count(_ table: String) throws -> Int {
            Int(try self.integer("SELECT COUNT(*) FROM \(table)") ?? 0)
        }
        return StoreCounts(
            users: Int(try self.userCount()),
            workspaces: try count("workspace WHERE deleted_at IS NULL"),
            channels: try count("channel WHERE archived_at IS NULL"),
            messages: try count("message"),
            bytes: try self.storedBytes()
        )
    }
}
