// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension UserCommand {
    /// Calls `user.create`.
    struct Create: CallCommand {
        static let configuration = Self.described(as: "create")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("name", of: UserCreate.self)) var name: String
        @Option(help: .parameter("display_name", of: UserCreate.self)) var displayName: String?
        @Option(help: .parameter("subject", of: UserCreate.self)) var subject: String?

        func call() -> UserCreate {
            UserCreate(
                name: self.name,
                displayName: self.displayName,
                subject: self.subject,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `user.get`.
    struct Get: CallCommand {
        static let configuration = Self.described(as: "get")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("user_id", of: UserGet.self)) var userID: UserID

        func call() -> UserGet {
            UserGet(userID: self.userID)
        }
    }

    /// Calls `user.list`.
    struct List: CallCommand {
        static let configuration = Self.described(as: "list")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("workspace_id", of: UserList.self)) var workspaceID: WorkspaceID?
        @Option(help: .parameter("since_id", of: UserList.self)) var sinceID: UserID?
        @Option(help: .parameter("limit", of: UserList.self)) var limit: Int?

        func call() -> UserList {
            UserList(workspaceID: self.workspaceID, sinceID: self.sinceID, limit: self.limit)
        }
    }

    /// Calls `user.update`.
    struct Update: CallCommand {
        static let configuration = Self.described(as: "update")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("user_id", of: UserUpdate.self)) var userID: UserID?
        @Option(help: .parameter("name", of: UserUpdate.self)) var name: String?
        @Option(help: .parameter("display_name", of: UserUpdate.self)) var displayName: String?

        func call() -> UserUpdate {
            UserUpdate(
                userID: self.userID,
                name: self.name,
                displayName: self.displayName,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `user.me`.
    struct Me: CallCommand {
        static let configuration = Self.described(as: "me")

        @OptionGroup(title: "Whom to call") var client: ClientOptions

        func call() -> UserMe {
            UserMe()
        }
    }
}
