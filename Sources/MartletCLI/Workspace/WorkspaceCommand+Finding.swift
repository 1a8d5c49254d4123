// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension WorkspaceCommand {
    /// Calls `workspace.get`.
    struct Get: CallCommand {
        static let configuration = Self.described(as: "get")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("workspace_id", of: WorkspaceGet.self)) var workspaceID: WorkspaceID

        func call() -> WorkspaceGet {
            WorkspaceGet(workspaceID: self.workspaceID)
        }
    }

    /// Calls `workspace.list`.
    struct List: CallCommand {
        static let configuration = Self.described(as: "list")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("since_id", of: WorkspaceList.self)) var sinceID: WorkspaceID?
        @Option(help: .parameter("limit", of: WorkspaceList.self)) var limit: Int?

        func call() -> WorkspaceList {
            WorkspaceList(sinceID: self.sinceID, limit: self.limit)
        }
    }
}
