// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension WorkspaceCommand {
    /// Calls `workspace.create`.
    struct Create: CallCommand {
        static let configuration = Self.described(as: "create")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("name", of: WorkspaceCreate.self)) var name: String

        func call() -> WorkspaceCreate {
            WorkspaceCreate(name: self.name, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `workspace.update`.
    struct Update: CallCommand {
        static let configuration = Self.described(as: "update")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("workspace_id", of: WorkspaceUpdate.self)) var workspaceID: WorkspaceID
        @Option(help: .parameter("name", of: WorkspaceUpdate.self)) var name: String

        func call() -> WorkspaceUpdate {
            WorkspaceUpdate(workspaceID: self.workspaceID, name: self.name, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `workspace.delete`.
    struct Delete: CallCommand {
        static let configuration = Self.described(as: "delete")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("workspace_id", of: WorkspaceDelete.self)) var workspaceID: WorkspaceID

        func call() -> WorkspaceDelete {
            WorkspaceDelete(workspaceID: self.workspaceID, idempotencyKey: self.key.idempotencyKey)
        }
    }
}
