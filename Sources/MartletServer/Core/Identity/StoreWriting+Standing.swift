// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire

extension StoreWriting {
    /// Changes how a person stands.
    ///
    /// - Throws: ``RPCError`` `notFound` if there is no such person.
    func changeStanding(of user: UserID, _ change: (inout AccountStatus) throws -> Void) throws -> UserAccess {
        guard var standing = try self.standing(of: user) else { throw RPCError.notFound("person") }
        try change(&standing)
        try self.setStanding(standing, of: user)
        return UserAccess(
            userID: user,
            isDisabled: standing.isDisabled,
            tokensValidAfter: standing.tokensValidAfter
        )
    }
}

extension Caller {
    /// Refuses everyone but operators.
    func requireOperator() throws {
        guard self.isOperator else { throw RPCError.forbidden("only operators may do this") }
    }
}
