// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension WorkspaceCommand {
    /// Calls `workspace.member_add`.
    struct MemberAdd: CallCommand {
        static let configuration = Self.described(as: "member-add")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("workspace_id", of: WorkspaceMemberAdd.self)) var workspaceID: WorkspaceID
        @Option(help: .parameter("user_id", of: WorkspaceMemberAdd.self)) var userID: UserID
        @Option(help: .parameter("role", of: WorkspaceMemberAdd.self)) var role: WorkspaceRole?

        func call() -> WorkspaceMemberAdd {
            WorkspaceMemberAdd(
                workspaceID: self.workspaceID,
                userID: self.userID,
                role: self.role,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `workspace.member_remove`.
    struct MemberRemove: CallCommand {
        static let configuration = Self.described(as: "member-remove")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("workspace_id", of: WorkspaceMemberRemove.self)) var workspaceID: WorkspaceID
        @Option(help: .parameter("user_id", of: WorkspaceMemberRemove.self)) var userID: UserID

        func call() -> WorkspaceMemberRemove {
            WorkspaceMemberRemove(
                workspaceID: self.workspaceID,
                userID: self.userID,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `workspace.member_update`.
    struct MemberUpdate: CallCommand {
        static let configuration = Self.described(as: "member-update")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("workspace_id", of: WorkspaceMemberUpdate.self)) var workspaceID: WorkspaceID
        @Option(help: .parameter("user_id", of: WorkspaceMemberUpdate.self)) var userID: UserID
        @Option(help: .parameter("role", of: WorkspaceMemberUpdate.self)) var role: WorkspaceRole

        func call() -> WorkspaceMemberUpdate {
            WorkspaceMemberUpdate(
                workspaceID: self.workspaceID,
                userID: self.userID,
                role: self.role,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `workspace.members`.
    struct Members: CallCommand {
        static let configuration = Self.described(as: "members")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("workspace_id", of: WorkspaceMembers.self)) var workspaceID: WorkspaceID
        @Option(help: .parameter("since_id", of: WorkspaceMembers.self)) var sinceID: UserID?
        @Option(help: .parameter("limit", of: WorkspaceMembers.self)) var limit: Int?

        func call() -> WorkspaceMembers {
            WorkspaceMembers(workspaceID: self.workspaceID, sinceID: self.sinceID, limit: self.limit)
        }
    }
}
