// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore

/// Presence as the sessions of one loop hear it.
extension FanoutShard {
    /// Tells a workspace's listeners what changed: the same bytes for all, or, in a large one, only whom each watches.
    func deliver(_ news: PresenceNews) {
        let isWatched = news.isLarge
        guard !isWatched else {
            self.deliverWatched(news)
            return
        }
        self.deliver(ephemeral: Self.frame(news.workspace, news.users), to: .workspace(news.workspace))
    }

    /// Asks the core for the presence of everyone in a session's workspaces, and writes it in order with the changes.
    func sendPresence(to session: Session) {
        guard let person = self.people[session.user] else { return }
        let workspaces = person.listening.compactMap { place -> WorkspaceID? in
            if case .workspace(let workspace) = place.key.subject { workspace } else { nil }
        }
        guard !workspaces.isEmpty else { return }
        let bound = NIOLoopBound(session, eventLoop: self.eventLoop)
        self.link.presence(of: workspaces) { [inbox] answer in
            guard case .success(let snapshots) = answer else { return }
            inbox?.post { shard in shard.write(snapshots: snapshots, to: bound.value) }
        }
    }

    /// Tells everyone afresh who is online in their workspaces, each workspace asked for once.
    func sendPresenceToEveryone() {
        var workspaces: Set<WorkspaceID> = []
        for person in self.people.values {
            for place in person.listening {
                if case .workspace(let workspace) = place.key.subject { workspaces.insert(workspace) }
            }
        }
        for workspace in workspaces {
            self.link.presence(of: [workspace]) { [inbox] answer in
                guard case .success(let snapshots) = answer, let snapshot = snapshots.first else { return }
                inbox?.post { shard in
                    let frame = ServerFrameWriter.text(ByteBuffer(bytes: snapshot))
                    shard.deliver(ephemeral: frame, to: .workspace(workspace))
                }
            }
        }
    }

    /// Sets whose presence a session hears of in large workspaces.
    func watch(_ users: [UserID], for session: Session) {
        session.watched = users.isEmpty ? nil : Set(users)
    }

    private func write(snapshots: [[UInt8]], to session: Session) {
        guard !session.isClosed, session.isActive else { return }
        for snapshot in snapshots {
            session.outlet.write(control: ServerFrameWriter.text(ByteBuffer(bytes: snapshot)))
        }
        self.markDirty(session)
        self.flush()
    }

    private func deliverWatched(_ news: PresenceNews) {
        for person in self.listeners[.workspace(news.workspace)] {
            for session in person.sessions where session.isLive && session.isActive && session.outlet.isWritable {
                guard let watched = session.watched else { continue }
                let users = news.users.filter { watched.contains($0.userID) }
                guard !users.isEmpty else { continue }
                session.outlet.write(control: Self.frame(news.workspace, users))
                self.markDirty(session)
            }
        }
        self.flush()
    }

    private static func frame(_ workspace: WorkspaceID, _ users: [PresenceEntry]) -> ByteBuffer {
        let event = PresenceUpdated(workspaceID: workspace, isFull: false, users: users)
        let bytes = (try? EventBytes.encode(event)) ?? []
        return ServerFrameWriter.text(ByteBuffer(bytes: bytes))
    }
}
