// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension AdminUserEnable: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> UserAccess {
        try caller.requireOperator()
        return try transaction.changeStanding(of: self.userID) { $0.isDisabled = false }
    }

    package func committed(_ result: UserAccess, in core: Core, for caller: Caller) {
        core.accessChanged(result)
    }
}
