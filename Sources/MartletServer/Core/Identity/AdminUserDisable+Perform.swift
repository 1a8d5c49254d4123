// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension AdminUserDisable: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> UserAccess {
        try caller.requireOperator()
        guard self.userID != caller.userID else {
            throw RPCError.invalid("user_id", "nobody shuts themselves out")
        }
        return try transaction.changeStanding(of: self.userID) { $0.isDisabled = true }
    }

    package func committed(_ result: UserAccess, in core: Core, for caller: Caller) {
        core.accessChanged(result)
    }
}
