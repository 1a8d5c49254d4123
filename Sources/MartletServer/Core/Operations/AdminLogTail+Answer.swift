// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
package import MartletWire

extension AdminLogTail: Request {
    /// What the log says happened, without what was said.
    package func answer(by core: Core, for caller: Caller) async throws -> Result {
        try caller.requireOperator()
        let limit = self.limit ?? core.settings.limits.defaultPage
        let floor = core.store.extent.floor
        return try await core.store.read { snapshot in
            let head = try snapshot.head()
            let entries = try snapshot.entries(after: self.since ?? max(head - Seq(limit), 0), limit: limit)
            return Result(entries: entries.map(LogTailEntry.init), head: head, floor: floor)
        }
    }
}

extension LogTailEntry {
    fileprivate init(_ entry: LogEntry) {
        let frame = try? WireDecoder().decode(EventFrame.self, from: entry.event)
        self.init(
            seq: entry.seq,
            type: entry.term == nil ? frame?.event.name.rawValue ?? "unknown" : "log.term",
            audience: entry.audience,
            bytes: entry.event.count,
            isRedacted: frame?.isRedacted ?? false
        )
    }
}
