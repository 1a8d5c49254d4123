// SPDX-License-Identifier: Apache-2.0

/// There is something the reader should look at.
public struct NotificationCreated: Event {
    /// `notification.created`.
    public static let name = EventName.notificationCreated

    /// What it is about.
    public var notification: Notification

    private enum CodingKeys: String, CodingKey {
        case notification
    }

    /// Creates the event.
    public init(notification: Notification) {
        self.notification = notification
    }
}

extension EventName {
    /// The name of ``NotificationCreated``.
    public static let notificationCreated = EventName("notification.created")
}
