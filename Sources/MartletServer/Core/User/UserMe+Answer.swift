// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension UserMe: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> User {
        guard let user = try snapshot.user(caller.userID) else { throw RPCError.notFound("person") }
        return user
    }
}
