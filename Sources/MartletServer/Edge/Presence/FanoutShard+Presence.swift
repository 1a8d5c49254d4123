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
    ///
    /// What names nobody needs no question: it leaves with the greeting.
    func sendPresence(to session: Session) {
        guard let person = self.people[session.user] else { return }
        var unknown: [WorkspaceID] = []
        for workspace in person.workspaces {
            if let frame = self.emptySnapshots[workspace] {
                self.write(snapshot: frame, to: session)
            } else {
                unknown.append(workspace)
            }
        }
        guard !unknown.isEmpty else { return }
        self.presenceQueue.add(session, wanting: unknown)
        self.askForPresence()
    }

    /// Tells everyone afresh who is online in their workspaces.
    func sendPresenceToEveryone() {
        for person in self.people.values {
            for session in person.sessions where session.isLive {
                self.presenceQueue.add(session, wanting: person.workspaces)
            }
        }
        self.askForPresence()
    }

    /// Sets whose presence a session hears of in large workspaces.
    func watch(_ users: [UserID], for session: Session) {
        session.watched = users.isEmpty ? nil : Set(users)
    }

    private func askForPresence() {
        let workspaces = self.presenceQueue.next()
        guard !workspaces.isEmpty else { return }
        self.link.presence(of: workspaces) { [inbox] answer in
            inbox?.post { shard in
                shard.write(snapshots: (try? answer.get()) ?? [])
                shard.askForPresence()
            }
        }
    }

    /// Writes what was asked for, each workspace framed once; whoever is not answered hears when the link is back.
    private func write(snapshots: [[UInt8]]) {
        for (question, snapshot) in zip(self.presenceQueue.answered(), snapshots) {
            let frame = ServerFrameWriter.text(ByteBuffer(bytes: snapshot))
            if frame == Self.frame(question.workspace, []) { self.emptySnapshots[question.workspace] = frame }
            for session in question.sessions where !session.isClosed && session.isActive {
                self.write(snapshot: frame, to: session)
            }
        }
        self.flush()
    }

    private func write(snapshot frame: ByteBuffer, to session: Session) {
        session.outlet.write(control: frame)
        self.metrics.wrote(ephemeral: frame.readableBytes)
        self.markDirty(session)
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
