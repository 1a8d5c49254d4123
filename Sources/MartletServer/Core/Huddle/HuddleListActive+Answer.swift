// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension HuddleListActive: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        Result(huddles: try snapshot.activeHuddles(of: caller.userID, in: self.scope(in: snapshot, for: caller)))
    }

    private func scope(in snapshot: any StoreReading, for caller: Caller) throws -> HuddleScope {
        let workspace = try self.workspaceID.map { id in
            try snapshot.workspace(id, allowing: .read, to: caller.userID).id
        }
        guard let channelID = self.channelID else { return workspace.map(HuddleScope.workspace) ?? .everywhere }
        let channel = try snapshot.channel(channelID, allowing: .read, to: caller.userID)
        guard workspace == nil || workspace == channel.workspaceID else { throw RPCError.notFound("channel") }
        return .channel(channel.id)
    }
}
