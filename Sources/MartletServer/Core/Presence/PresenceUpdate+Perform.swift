// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension PresenceUpdate: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> PresenceEntry {
        guard let text = self.statusText else { return try transaction.presence(of: caller) }
        return try PresenceSetStatusText(statusText: text).perform(in: transaction, for: caller)
    }

    package func committed(_ result: PresenceEntry, in core: Core, for caller: Caller) {
        if self.statusText != nil { core.presenceChanged(caller.userID) }
    }
}
