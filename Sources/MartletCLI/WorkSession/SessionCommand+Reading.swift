// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension SessionCommand {
    /// Calls `session.get`.
    struct Get: CallCommand {
        static let configuration = Self.described(as: "get")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("id", of: SessionGet.self)) var id: WorkSessionID?
        @Option(help: .parameter("local_id", of: SessionGet.self)) var localID: LocalID?

        func call() -> SessionGet {
            SessionGet(id: self.id, localID: self.localID)
        }
    }

    /// Calls `session.list`.
    struct List: CallCommand {
        static let configuration = Self.described(as: "list")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("workspace_id", of: SessionList.self)) var workspaceID: WorkspaceID?
        @Option(help: .parameter("status", of: SessionList.self)) var status: WorkSessionStatus?
        @Option(help: .parameter("since", of: SessionList.self)) var since: Timestamp?
        @Option(help: .parameter("before_id", of: SessionList.self)) var beforeID: WorkSessionID?
        @Option(help: .parameter("limit", of: SessionList.self)) var limit: Int?

        func call() -> SessionList {
            SessionList(
                workspaceID: self.workspaceID,
                status: self.status,
                since: self.since,
                beforeID: self.beforeID,
                limit: self.limit
            )
        }
    }

    /// Calls `session.totals`.
    struct Totals: CallCommand {
        static let configuration = Self.described(as: "totals")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("from", of: SessionTotals.self)) var from: Timestamp
        @Option(help: .parameter("to", of: SessionTotals.self)) var to: Timestamp
        @Option(help: .parameter("time_zone", of: SessionTotals.self)) var timeZone: String?
        @Option(help: .parameter("workspace_id", of: SessionTotals.self)) var workspaceID: WorkspaceID?

        func call() -> SessionTotals {
            SessionTotals(from: self.from, to: self.to, timeZone: self.timeZone, workspaceID: self.workspaceID)
        }
    }
}
