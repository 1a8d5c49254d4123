// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire
import Synchronization

extension Core: AccountStandings {
    package func standing(of user: UserID) -> AccountStatus? {
        self.accounts.withLock { $0.standing(of: user) }
    }

    package func isSignedOut(_ session: SessionID) -> Bool {
        self.accounts.withLock { $0.isSignedOut(session) }
    }
}
