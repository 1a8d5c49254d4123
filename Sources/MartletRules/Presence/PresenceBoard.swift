// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Gathers what changed about the people of each workspace into few frames.
///
/// The first change after a quiet spell is told at once; then one frame a workspace and interval, with the last word
/// on each person, the longest waiting first. Whoever does not fit into a frame is in the next one.
package struct PresenceBoard<Entry: Sendable, Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What the owner does, in order.
    package enum Action: Sendable {
        /// Encode one delta and send it to the workspace.
        case send(WorkspaceID, [Entry])
        /// Call ``timerFired(at:)`` at this instant.
        case wait(until: Instant)
    }

    private struct Page: Sendable {
        var order: [UserID] = []
        var latest: [UserID: Entry] = [:]

        mutating func note(_ user: UserID, _ entry: Entry) {
            if self.latest.updateValue(entry, forKey: user) == nil { self.order.append(user) }
        }

        mutating func take(_ limit: Int) -> [Entry] {
            let taken = self.order.prefix(limit).compactMap { self.latest.removeValue(forKey: $0) }
            self.order.removeFirst(taken.count)
            return taken
        }
    }

    private let interval: Duration
    private let limit: Int
    /// The workspaces that were told something less than an interval ago, and what has changed since.
    private var pages: [WorkspaceID: Page] = [:]
    private var deadlines = DeadlineQueue<WorkspaceID, Instant>()
    private var timer: Instant?

    /// Creates an empty board.
    ///
    /// - Parameters:
    ///   - interval: The least time between two frames to one workspace.
    ///   - limit: The most entries of a frame.
    package init(interval: Duration = .seconds(1), limit: Int = 500) {
        precondition(interval > .zero && limit > 0, "a board sends something, sometime")
        self.interval = interval
        self.limit = limit
    }

    /// Notes the last word on a person, for each workspace that may know of it.
    package mutating func changed(
        _ user: UserID,
        to entry: Entry,
        in workspaces: some Sequence<WorkspaceID>,
        at now: Instant
    ) -> [Action] {
        var actions: [Action] = []
        for workspace in workspaces {
            if self.pages[workspace] == nil {
                actions.append(.send(workspace, [entry]))
                self.open(workspace, at: now)
            } else {
                self.pages[workspace]?.note(user, entry)
            }
        }
        self.askForTimer(&actions)
        return actions
    }

    /// Decides whom to tell what.
    package mutating func timerFired(at now: Instant) -> [Action] {
        var actions: [Action] = []
        self.timer = nil
        while let workspace = self.deadlines.popDue(at: now) {
            guard var page = self.pages.removeValue(forKey: workspace), !page.order.isEmpty else { continue }
            actions.append(.send(workspace, page.take(self.limit)))
            self.open(workspace, page, at: now)
        }
        self.askForTimer(&actions)
        return actions
    }

    private mutating func open(_ workspace: WorkspaceID, _ page: Page = Page(), at now: Instant) {
        self.pages[workspace] = page
        self.deadlines.add(workspace, at: now.advanced(by: self.interval))
    }

    private mutating func askForTimer(_ actions: inout [Action]) {
        guard self.timer == nil, let first = self.deadlines.first else { return }
        self.timer = first
        actions.append(.wait(until: first))
    }
}

extension PresenceBoard.Action: Equatable where Entry: Equatable {}
