// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension UserCreate: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> User {
        try caller.requireOperator()
        let name = self.name.normalized
        try transaction.requireFree(name, for: nil)
        let user = try transaction.addUser(name: name, displayName: (self.displayName ?? name).normalized)
        for identity in IdentityName.madeByHand(self.subject ?? name) {
            guard try transaction.identity(identity) == nil else {
                throw RPCError(.conflict, "somebody signs in with this", data: RPCError.Detail(field: "subject"))
            }
            try transaction.addIdentity(IdentityRecord(identity, user: user.id))
        }
        return user
    }

    package func committed(_ result: User, in core: Core, for caller: Caller) {
        core.personAdded(result.id)
    }
}

extension StoreReading {
    /// Refuses a short name that somebody else has, or that nobody may have.
    func requireFree(_ name: String, for user: UserID?) throws {
        guard !Mentions.reserves(name) else {
            throw RPCError.invalid("name", "reserved: @\(Mentions.channelWord) names every member of a channel")
        }
        guard let holder = try self.user(named: name), holder.id != user else { return }
        throw RPCError(.conflict, "somebody has this name", data: RPCError.Detail(field: "name"))
    }
}
