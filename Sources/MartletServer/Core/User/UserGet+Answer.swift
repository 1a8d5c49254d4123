// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension UserGet: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> User {
        guard let user = try snapshot.user(self.userID), try snapshot.mayKnow(of: user.id, caller) else {
            throw RPCError.notFound("person")
        }
        return user
    }
}
