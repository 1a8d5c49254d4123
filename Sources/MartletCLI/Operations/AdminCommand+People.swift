// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension AdminCommand {
    /// Calls `admin.user_disable`.
    struct UserDisable: CallCommand {
        static let configuration = Self.described(as: "user-disable")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("user_id", of: AdminUserDisable.self)) var userID: UserID

        func call() -> AdminUserDisable {
            AdminUserDisable(userID: self.userID, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `admin.user_enable`.
    struct UserEnable: CallCommand {
        static let configuration = Self.described(as: "user-enable")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("user_id", of: AdminUserEnable.self)) var userID: UserID

        func call() -> AdminUserEnable {
            AdminUserEnable(userID: self.userID, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `admin.sign_out`.
    struct SignOut: CallCommand {
        static let configuration = Self.described(as: "sign-out")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("user_id", of: AdminSignOut.self)) var userID: UserID

        func call() -> AdminSignOut {
            AdminSignOut(userID: self.userID, idempotencyKey: self.key.idempotencyKey)
        }
    }
}
