// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What one step of retention removed.
struct TrimmedLog: Sendable {
    var count = 0
    var floor: Seq = 0
}

extension SQLWriting {
    /// Removes up to a chunk of entries older than an instant, and the memberships that ended before what is left.
    func trimLog(before instant: Timestamp, keeping head: Seq, chunk: Int) throws -> TrimmedLog {
        var trimmed = TrimmedLog()
        let front = try self.rows(
            "SELECT seq, keys, LENGTH(event), at FROM log WHERE seq < ? ORDER BY seq LIMIT ?",
            [head, chunk]
        )
        // What stands before an entry is older than it, whatever the clock said then.
        guard let last = front.lastIndex(where: { ($0[3] as Timestamp) < instant }) else { return trimmed }
        for row in front[...last] {
            let seq: Seq = row[0]
            for key in (row[1] as String).utf8.split(separator: UInt8(ascii: ",")) {
                try self.execute(
                    "DELETE FROM log_key WHERE key = ? AND seq = ?",
                    [Int64(Substring(key)), seq]
                )
            }
            self.draft.gained -= row[2]
            trimmed.floor = seq + 1
        }
        trimmed.count = last + 1
        try self.execute("DELETE FROM log WHERE seq < ?", [trimmed.floor])
        try self.execute("DELETE FROM membership WHERE end_seq IS NOT NULL AND end_seq <= ?", [trimmed.floor])
        return trimmed
    }
}
