// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension NotificationList: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let limit = self.limit ?? snapshot.limits.defaultPage
        let notifications = try snapshot.notifications(
            of: caller.userID,
            unreadOnly: self.unreadOnly ?? false,
            after: self.sinceID,
            before: self.beforeID,
            limit: limit + 1
        )
        let page = self.sinceID == nil ? notifications.suffix(limit) : notifications.prefix(limit)
        return Result(notifications: Array(page), hasMore: notifications.count > limit)
    }
}
