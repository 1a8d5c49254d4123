// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension ChannelCreate: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Channel {
        let workspace = try transaction.workspace(self.workspaceID, allowing: .createChannel, to: caller.userID)
        switch self.kind {
        case .public, .private:
            let channel = try transaction.addChannel(
                NewChannel(
                    workspaceID: workspace.id,
                    kind: self.kind,
                    name: self.name?.normalized,
                    topic: (self.topic ?? "").normalized,
                    creatorID: caller.userID
                )
            ).found(with: 1)
            try transaction.admit([caller.userID], to: channel)
            return channel
        case .dm:
            return try self.open(in: transaction, of: Set(self.peerIDs ?? []).union([caller.userID]), for: caller)
        }
    }

    /// The one DM of these people, with all of them in it.
    private func open(
        in transaction: any StoreWriting,
        of people: Set<UserID>,
        for caller: Caller
    ) throws -> Channel {
        let outsiders = try people.filter { try transaction.role(of: $0, in: self.workspaceID) == nil }
        guard outsiders.isEmpty else {
            let list = outsiders.sorted().map(\.description).joined(separator: ", ")
            throw RPCError.invalid("peer_ids", "not in the workspace: \(list)")
        }
        let channel =
            try transaction.directChannel(of: people, in: self.workspaceID)
            ?? transaction.addChannel(
                NewChannel(workspaceID: self.workspaceID, kind: .dm, creatorID: caller.userID, people: people)
            )
        // Whoever left the workspace and came back is not in its DMs until one of them is opened again.
        let absent = try people.sorted().filter { try transaction.membership(of: $0, in: .channel(channel.id)) == nil }
        let found = channel.found(with: people.count)
        if !absent.isEmpty { try transaction.admit(absent, to: found) }
        return found
    }
}
