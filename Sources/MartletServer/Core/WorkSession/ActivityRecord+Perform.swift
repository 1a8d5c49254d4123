// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension ActivityRecord: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Result {
        let created = try self.activities.count { activity in
            let instant = WorkEnd.start(activity.occurredAt, at: transaction.now)
            return try transaction.addActivity(activity, of: caller.userID, at: instant)
        }
        return Result(created: created, known: self.activities.count - created)
    }
}
