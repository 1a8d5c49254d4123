// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletRules
import MartletStore
import MartletWire
import Synchronization

/// Telling workspaces what changed: at once after a quiet second, then at most one frame a second.
extension PresenceKeeper {
    /// Above this many members a workspace's changes go only to who asked for those people.
    static let largeWorkspace = 500

    func announce(_ users: [UserID]) {
        self.tasks.run {
            do {
                let told = try await self.store.read { snapshot in
                    try snapshot.presence(of: users).map {
                        (entry: $0, workspaces: try Self.workspaces(of: $0.userID, in: snapshot))
                    }
                }
                self.state.withLock { state in
                    for (entry, workspaces) in told {
                        for (workspace, isLarge) in workspaces {
                            if isLarge { state.large.insert(workspace) } else { state.large.remove(workspace) }
                        }
                        let actions = state.board.changed(entry.userID, to: entry, in: workspaces.map(\.0), at: .now)
                        self.act(on: actions, &state)
                    }
                }
                self.setTimer()
            } catch {
                self.logger.error("presence could not be told", metadata: ["error_type": "\(type(of: error))"])
            }
        }
    }

    /// What the timers call for now.
    func timersFired() {
        let mustStore = self.state.withLock { state in
            let now = ContinuousClock.now
            if let due = state.boardTimer, due <= now {
                state.boardTimer = nil
                self.act(on: state.board.timerFired(at: now), &state)
            }
            if let due = state.ruleTimer, due <= now {
                state.ruleTimer = nil
                self.note(state.rule.timerFired(at: now), &state)
            }
            if let due = state.retry, due <= now { state.retry = nil }
            return self.mustStore(&state)
        }
        if mustStore { self.storeNext() }
    }

    private static func workspaces(
        of user: UserID,
        in snapshot: any StoreReading
    ) throws -> [(WorkspaceID, isLarge: Bool)] {
        try snapshot.memberships(of: user).compactMap { member in
            guard case .workspace(let workspace) = member.key.subject else { return nil }
            return (workspace, try snapshot.memberCount(of: member.key) > Self.largeWorkspace)
        }
    }

    /// Under the lock, so that a workspace hears of changes in the order in which they were decided.
    private func act(on actions: [PresenceBoard<PresenceEntry, ContinuousClock.Instant>.Action], _ state: inout State) {
        for action in actions {
            switch action {
            case .wait(let instant): state.boardTimer = instant
            case .send(let workspace, let entries):
                state.snapshots[workspace] = nil
                state.version += 1
                let isLarge = state.large.contains(workspace)
                self.followers.publish(.presence(PresenceNews(workspace: workspace, isLarge: isLarge, users: entries)))
            }
        }
    }
}

// MARK: - Snapshots

extension PresenceKeeper {
    /// The presence of everyone in each workspace, encoded as one frame's event, in order with the changes.
    ///
    /// Of a large workspace nobody is named: see `presence.watch`.
    func snapshots(of workspaces: [WorkspaceID], _ answer: @escaping LinkAnswer<[[UInt8]]>) {
        let known = self.state.withLock { state in workspaces.map { state.snapshots[$0] } }
        if let all = known.compactMap(\.self) as [[UInt8]]?, all.count == workspaces.count {
            answer(.success(all))
            return
        }
        self.tasks.run { await self.readSnapshots(of: workspaces, answer) }
    }

    private func readSnapshots(of workspaces: [WorkspaceID], _ answer: @escaping LinkAnswer<[[UInt8]]>) async {
        do {
            while true {
                let version = self.state.withLock { $0.version }
                let read = try await self.store.read { snapshot in
                    try workspaces.map { try Self.encode($0, in: snapshot) }
                }
                // A change that was told while we read would be contradicted by what we read before it.
                let isCurrent = self.state.withLock { state in
                    guard state.version == version else { return false }
                    for (workspace, bytes) in zip(workspaces, read) { state.snapshots[workspace] = bytes }
                    answer(.success(read))
                    return true
                }
                if isCurrent { return }
            }
        } catch {
            answer(.failure(RPCError(carryingOut: error, logger: self.logger)))
        }
    }

    private static func encode(_ workspace: WorkspaceID, in snapshot: any StoreReading) throws -> [UInt8] {
        let isFull = try snapshot.memberCount(of: .workspace(workspace)) <= Self.largeWorkspace
        let users = isFull ? try snapshot.presence(in: workspace, after: nil, limit: Self.largeWorkspace) : []
        return try EventBytes.encode(PresenceUpdated(workspaceID: workspace, isFull: isFull, users: users), cause: nil)
    }
}
