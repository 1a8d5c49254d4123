// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension UserUpdate: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> User {
        let id = self.userID ?? caller.userID
        guard var user = try transaction.user(id), try transaction.mayKnow(of: id, caller) else {
            throw RPCError.notFound("person")
        }
        guard id == caller.userID || caller.isOperator else {
            throw RPCError.forbidden("only the person and operators may do this")
        }
        let before = user
        user.name = self.name?.normalized ?? user.name
        user.displayName = self.displayName?.normalized ?? user.displayName
        guard user != before else { return user }
        if user.name != before.name { try transaction.requireFree(user.name, for: id) }
        try transaction.rename(id, name: user.name, displayName: user.displayName)
        try transaction.announce(user)
        return user
    }
}

extension StoreReading {
    /// Whether a caller may know that a person is there.
    func mayKnow(of user: UserID, _ caller: Caller) throws -> Bool {
        try user == caller.userID || caller.isOperator || self.sharesWorkspace(caller.userID, with: user)
    }
}
