// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension PresenceSetStatusText: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> PresenceEntry {
        let text = self.statusText.normalized
        try transaction.limits.check(normalizedStatusText: text)
        try transaction.setStatusText(text, of: caller.userID)
        return try transaction.presence(of: caller)
    }

    package func committed(_ result: PresenceEntry, in core: Core, for caller: Caller) {
        core.presenceChanged(caller.userID)
    }
}

extension StoreReading {
    /// The caller's own presence.
    func presence(of caller: Caller) throws -> PresenceEntry {
        guard let entry = try self.presence(of: [caller.userID]).first else { throw RPCError.notFound("person") }
        return entry
    }
}
