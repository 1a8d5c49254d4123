// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
package import MartletWire

extension Core: IdentityDirectory {
    package func resolve(
        issuer: String,
        subject: String,
        displayName: String?,
        provision: Bool
    ) async throws(RPCError) -> Account {
        let name = IdentityName(issuer: issuer, subject: subject)
        return try await self.answering {
            let settled = try await self.store.read { try $0.settled(name, displayName: displayName) }
            if let user = settled, let standing = self.standing(of: user) {
                return Account(userID: user, standing: standing)
            }
            let account = try await self.store.commit { transaction in
                let user = try transaction.resolve(name, displayName: displayName, provision: provision)
                return Account(userID: user, standing: try transaction.standing(of: user) ?? AccountStatus())
            }
            // How they stand is noted in the order of commits, and not here.
            self.personAdded(account.userID)
            return account
        }
    }
}
