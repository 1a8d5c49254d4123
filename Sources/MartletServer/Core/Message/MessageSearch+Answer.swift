// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
package import MartletWire

extension MessageSearch: Request {
    /// Finds what was said before it was asked, whoever said it.
    ///
    /// While the store cannot write, reading goes on: what was said last, and is not in the index, is not found then.
    package func answer(by core: Core, for caller: Caller) async throws -> MessagePage {
        do {
            try await core.store.settleSearch()
        } catch is CommitFailure {}
        return try await core.store.read { snapshot in
            try snapshot.search(
                SearchQuery(self.query),
                by: caller.userID,
                in: self.scope(in: snapshot, for: caller),
                before: self.beforeID,
                limit: self.limit ?? snapshot.limits.defaultPage
            )
        }
    }

    private func scope(in snapshot: any StoreReading, for caller: Caller) throws -> SearchScope {
        let workspace = try self.workspaceID.map { id in
            try snapshot.workspace(id, allowing: .read, to: caller.userID).id
        }
        guard let channelID = self.channelID else { return workspace.map(SearchScope.workspace) ?? .everything }
        let channel = try snapshot.channel(channelID, allowing: .read, to: caller.userID)
        guard workspace == nil || workspace == channel.workspaceID else { throw RPCError.notFound("channel") }
        return .channel(channel.id)
    }
}
