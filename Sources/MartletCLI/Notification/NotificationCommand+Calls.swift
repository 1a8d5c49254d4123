// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension NotificationCommand {
    /// Calls `notification.list`.
    struct List: CallCommand {
        static let configuration = Self.described(as: "list")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Flag(help: .parameter("unread_only", of: NotificationList.self)) var unreadOnly = false
        @Option(help: .parameter("since_id", of: NotificationList.self)) var sinceID: NotificationID?
        @Option(help: .parameter("before_id", of: NotificationList.self)) var beforeID: NotificationID?
        @Option(help: .parameter("limit", of: NotificationList.self)) var limit: Int?

        func call() -> NotificationList {
            NotificationList(
                unreadOnly: self.unreadOnly ? true : nil,
                sinceID: self.sinceID,
                beforeID: self.beforeID,
                limit: self.limit
            )
        }
    }

    /// Calls `notification.mark_read`.
    struct MarkRead: CallCommand {
        static let configuration = Self.described(as: "mark-read")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("up_to_id", of: NotificationMarkRead.self)) var upToID: NotificationID

        func call() -> NotificationMarkRead {
            NotificationMarkRead(upToID: self.upToID, idempotencyKey: self.key.idempotencyKey)
        }
    }
}
