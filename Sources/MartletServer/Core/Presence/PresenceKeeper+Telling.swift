// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletRules
import MartletStore
import MartletWire
import Synchronization

/// Telling workspaces what changed, at once after a quiet second and then at most one frame a second; and telling
/// whoever has just come how everyone stands.
///
/// One task does both, from one snapshot of the store at a time: the last word on somebody is told last, and a storm
/// of questions about a workspace is one read of it.
extension PresenceKeeper {
    /// Above this many members a workspace's changes go only to who asked for those people.
    fileprivate static let largeWorkspace = 500

    /// What is told from one snapshot of the store.
    fileprivate struct Round: Sendable {
        var users: [UserID]
        var questions: [Question]
        /// The workspaces that were asked for and whose encoded presence is not at hand.
        var unknown: Set<WorkspaceID>

        /// The workspaces that were asked for.
        var wanted: Set<WorkspaceID> { Set(self.questions.flatMap(\.workspaces)) }
    }

    /// What one snapshot of the store says.
    fileprivate struct Reading: Sendable {
        var news: [(entry: PresenceEntry, workspaces: [WorkspaceID])] = []
        /// Every workspace that hears news, and whether it has many members.
        var sizes: [WorkspaceID: Bool] = [:]
        var snapshots: [WorkspaceID: [UInt8]] = [:]
    }

    /// Answers with the presence of everyone in each workspace, encoded as one frame's event, in order with the changes.
    ///
    /// Whatever was decided before is in it, so that who asks for it on arrival is online in it. Of a large workspace
    /// nobody is named: see `presence.watch`.
    func snapshots(of workspaces: [WorkspaceID], _ answer: @escaping LinkAnswer<[[UInt8]]>) {
        self.state.withLock { state in
            state.questions.append(Question(workspaces: workspaces, decided: state.decided, answer: answer))
        }
        self.tellSoon()
    }

    /// Has everything told that is durable, unless that is being done.
    func tellSoon() {
        let mustStart = self.state.withLock { state in
            guard !state.isTelling, state.hasSomethingToTell else { return false }
            state.isTelling = true
            return true
        }
        if mustStart { self.tasks.run { await self.tell() } }
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
            if let due = state.pause, due <= now { state.pause = nil }
            if let due = state.retry, due <= now { state.retry = nil }
            return self.mustStore(&state)
        }
        if mustStore { self.storeNext() }
        self.tellSoon()
    }

    private func tell() async {
        while let round = self.nextRound() {
            do {
                let reading = try await self.store.read { try Reading(round, in: $0) }
                self.state.withLock { self.tell(reading, to: round.questions, &$0) }
                self.setTimer()
            } catch {
                if !Task.isCancelled {
                    self.logger.error("presence could not be told", metadata: [LogKey.errorType: "\(type(of: error))"])
                }
                let failure = RPCError(carryingOut: error, logger: self.logger)
                for question in round.questions { question.answer(.failure(failure)) }
            }
        }
    }

    private func nextRound() -> Round? {
        self.state.withLock { state in
            guard state.hasSomethingToTell else {
                state.isTelling = false
                return nil
            }
            let ready = state.questions.filter { state.isReady($0) }
            state.questions = state.questions.filter { !state.isReady($0) }
            defer { state.untold = [] }
            var round = Round(users: Array(state.untold), questions: ready, unknown: [])
            round.unknown = round.wanted.filter { state.snapshots[$0] == nil }
            return round
        }
    }

    /// Under the lock, so that a workspace hears of changes and snapshots in the order in which they were read.
    private func tell(_ reading: Reading, to questions: [Question], _ state: inout State) {
        for (workspace, isLarge) in reading.sizes {
            state.snapshots[workspace] = nil
            if isLarge { state.large.insert(workspace) } else { state.large.remove(workspace) }
        }
        for (entry, workspaces) in reading.news {
            self.act(on: state.board.changed(entry.userID, to: entry, in: workspaces, at: .now), &state)
        }
        state.snapshots.merge(reading.snapshots) { _, new in new }
        for question in questions {
            question.answer(.success(question.workspaces.map { state.snapshots[$0] ?? [] }))
        }
        // What is kept is as good as what this core tells, and nobody but the leader tells.
        if !state.isLeading { state.snapshots = [:] }
    }

    private func act(on actions: [PresenceBoard<PresenceEntry, ContinuousClock.Instant>.Action], _ state: inout State) {
        for action in actions {
            switch action {
            case .wait(let instant): state.boardTimer = instant
            case .send(let workspace, let entries):
                let isLarge = state.large.contains(workspace)
                self.followers.publish(.presence(PresenceNews(workspace: workspace, isLarge: isLarge, users: entries)))
            }
        }
    }
}

extension PresenceKeeper.State {
    /// Whether a question can be answered: what it must not be behind is durable, or cannot be made so now.
    fileprivate func isReady(_ question: PresenceKeeper.Question) -> Bool {
        question.decided <= self.stored || self.retry != nil
    }

    fileprivate var hasSomethingToTell: Bool { !self.untold.isEmpty || self.questions.contains { self.isReady($0) } }
}

extension PresenceKeeper.Reading {
    fileprivate init(_ round: PresenceKeeper.Round, in snapshot: any StoreReading) throws {
        let places = try snapshot.workspaces(of: round.users)
        for entry in try snapshot.presence(of: round.users) {
            let workspaces = places[entry.userID] ?? []
            self.news.append((entry, workspaces))
            for workspace in workspaces where self.sizes[workspace] == nil {
                self.sizes[workspace] = try Self.isLarge(workspace, in: snapshot)
            }
        }
        for workspace in round.wanted where round.unknown.contains(workspace) || self.sizes[workspace] != nil {
            let isLarge = try self.sizes[workspace] ?? Self.isLarge(workspace, in: snapshot)
            let limit = PresenceKeeper.largeWorkspace
            let users = isLarge ? [] : try snapshot.presence(in: workspace, after: nil, limit: limit)
            let event = PresenceUpdated(workspaceID: workspace, isFull: !isLarge, users: users)
            self.snapshots[workspace] = try EventBytes.encode(event, cause: nil)
        }
    }

    private static func isLarge(_ workspace: WorkspaceID, in snapshot: any StoreReading) throws -> Bool {
        try snapshot.memberCount(of: .workspace(workspace)) > PresenceKeeper.largeWorkspace
    }
}
