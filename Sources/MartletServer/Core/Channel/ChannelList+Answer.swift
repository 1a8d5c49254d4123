// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension ChannelList: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let limit = self.limit ?? snapshot.limits.defaultPage
        let workspace = try snapshot.workspace(self.workspaceID, allowing: .read, to: caller.userID)
        let selection = ChannelSelection(
            workspaceID: workspace.id,
            kind: self.kind,
            includesArchived: self.includeArchived ?? false,
            after: self.sinceID,
            limit: limit + 1
        )
        let found = try snapshot.channels(selection, readableBy: caller.userID)
        return Result(channels: Array(found.prefix(limit)), hasMore: found.count > limit)
    }
}
