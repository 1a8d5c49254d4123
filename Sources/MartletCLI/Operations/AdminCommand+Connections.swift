// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension AdminCommand {
    /// Calls `admin.connections`.
    struct Connections: CallCommand {
        static let configuration = Self.described(as: "connections")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("user_id", of: AdminConnections.self)) var userID: UserID?
        @Option(help: .parameter("after", of: AdminConnections.self)) var after: ConnectionID?
        @Option(help: .parameter("limit", of: AdminConnections.self)) var limit: Int?

        func call() -> AdminConnections {
            AdminConnections(userID: self.userID, after: self.after, limit: self.limit)
        }
    }

    /// Calls `admin.disconnect`.
    struct Disconnect: CallCommand {
        static let configuration = Self.described(as: "disconnect")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("connection_id", of: AdminDisconnect.self)) var connectionID: ConnectionID?
        @Option(help: .parameter("user_id", of: AdminDisconnect.self)) var userID: UserID?

        func call() -> AdminDisconnect {
            AdminDisconnect(connectionID: self.connectionID, userID: self.userID)
        }
    }

    /// Calls `admin.drain`.
    struct Drain: CallCommand {
        static let configuration = Self.described(as: "drain")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(name: .customLong("window-ms"), help: .parameter("window_ms", of: AdminDrain.self)) var window:
            Milliseconds?

        func call() -> AdminDrain {
            AdminDrain(window: self.window)
        }
    }
}
