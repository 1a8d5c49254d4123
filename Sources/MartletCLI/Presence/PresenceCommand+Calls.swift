// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension PresenceCommand {
    /// Calls `presence.set_status_text`.
    struct SetStatusText: CallCommand {
        static let configuration = Self.described(as: "set-status-text", aliases: ["set-status"])

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("status_text", of: PresenceSetStatusText.self)) var statusText: String

        func call() -> PresenceSetStatusText {
            PresenceSetStatusText(statusText: self.statusText, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `presence.list`.
    struct List: CallCommand {
        static let configuration = Self.described(as: "list")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("workspace_id", of: PresenceList.self)) var workspaceID: WorkspaceID
        @Option(help: .parameter("since_id", of: PresenceList.self)) var sinceID: UserID?
        @Option(help: .parameter("limit", of: PresenceList.self)) var limit: Int?

        func call() -> PresenceList {
            PresenceList(workspaceID: self.workspaceID, sinceID: self.sinceID, limit: self.limit)
        }
    }
}
