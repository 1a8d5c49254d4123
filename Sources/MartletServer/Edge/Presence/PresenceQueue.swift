// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// Which sessions of one loop wait to be told the presence of which workspaces.
///
/// One question is on its way at a time. Whoever comes meanwhile shares the next one, so that a storm of connections
/// asks of each workspace once a round; they cannot share the one under way, which may have been read before they came.
struct PresenceQueue {
    /// How many workspaces a question names at most, so that its answer fits a frame of the link.
    private static let limit = 16

    private var waiting: [WorkspaceID: [Session]] = [:]
    private var order: [WorkspaceID] = []
    private var asked: [(workspace: WorkspaceID, sessions: [Session])] = []

    /// Adds a session that wants to know of workspaces.
    mutating func add(_ session: Session, wanting workspaces: [WorkspaceID]) {
        for workspace in workspaces {
            if self.waiting[workspace] == nil { self.order.append(workspace) }
            self.waiting[workspace, default: []].append(session)
        }
    }

    /// What to ask for now: nothing while a question is on its way.
    mutating func next() -> [WorkspaceID] {
        guard self.asked.isEmpty else { return [] }
        let workspaces = Array(self.order.prefix(Self.limit))
        self.order.removeFirst(workspaces.count)
        self.asked = workspaces.map { ($0, self.waiting.removeValue(forKey: $0) ?? []) }
        return workspaces
    }

    /// Who waits for each workspace of the question that has been answered.
    mutating func answered() -> [(workspace: WorkspaceID, sessions: [Session])] {
        defer { self.asked = [] }
        return self.asked
    }
}
