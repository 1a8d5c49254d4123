// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension NotificationMarkRead: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Result {
        try transaction.markNotificationsRead(of: caller.userID, upTo: self.upToID)
        return Result(unread: try transaction.unreadNotifications(of: caller.userID))
    }
}
