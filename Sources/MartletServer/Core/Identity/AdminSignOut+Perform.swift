// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension AdminSignOut: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> UserAccess {
        if self.userID != caller.userID { try caller.requireOperator() }
        let now = transaction.now
        return try transaction.changeStanding(of: self.userID) { standing in
            standing.tokensValidAfter = max(standing.tokensValidAfter ?? now, now)
        }
    }

    package func committed(_ result: UserAccess, in core: Core, for caller: Caller) {
        core.accessChanged(result)
    }
}
