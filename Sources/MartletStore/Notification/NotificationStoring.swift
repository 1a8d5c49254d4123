// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What people should look at, of what they may read now.
package protocol NotificationReading {
    /// A person's notifications: the oldest after a number, or the newest; in ascending order either way.
    func notifications(
        of user: UserID,
        unreadOnly: Bool,
        after: NotificationID?,
        before: NotificationID?,
        limit: Int
    ) throws -> [Notification]

    /// How many notifications a person has not read.
    func unreadNotifications(of user: UserID) throws -> Int
}

/// Notes what people should look at.
package protocol NotificationWriting {
    /// Adds a notification, whose number is the seq of its `notification.created`.
    func insert(_ notification: Notification) throws

    /// Removes the notifications that point at a message; only these people's if any are given.
    func removeNotifications(about message: MessageID, of users: [UserID]?) throws

    /// Marks a person's notifications as read, up to and including one.
    func markNotificationsRead(of user: UserID, upTo notification: NotificationID) throws

    /// Removes notifications from before an instant, read or not, some thousand at a time; returns how many went.
    func forgetNotifications(before instant: Timestamp) throws -> Int
}
