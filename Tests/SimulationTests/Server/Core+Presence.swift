// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// Who is there, by what edges say.
extension Core {
    func report(_ report: PresenceReport, over linkNumber: Int?) {
        guard self.isUp, linkNumber != nil else { return }
        self.hear(from: report.edge, over: linkNumber) { $0.reported(report, at: $1) }
    }

    func reconcile(_ edge: Edge, _ counts: [UserID: Int]) {
        let identity = edge.identity
        self.hear(from: identity, over: edge.linkNumber) {
            $0.reconciled(identity, connections: counts, at: $1)
        }
    }

    /// What an edge says comes in its order while the link stands; what a dead edge has said may still come much later.
    func hear(
        from identity: EdgeIdentity,
        over linkNumber: Int?,
        _ note:
            @escaping (inout PresenceRule<ManualInstant>, ManualInstant) -> [PresenceAction<
                ManualInstant
            >]
    ) {
        let isLate = Int.random(in: 0..<20, using: &self.world.chance) == 0
        guard let arrival = self.world.reportArrival(from: identity, isLate: isLate) else { return }
        let life = self.life
        self.world.at(arrival) {
            guard self.life == life, self.isUp else { return }
            let edge = self.world.edge(identity.name)
            let isOld = edge.incarnation != identity.incarnation
            guard isOld || edge.linkNumber == linkNumber else { return }
            self.carryOut(note(&self.presence, self.world.now))
        }
    }

    func carryOut(_ actions: [PresenceAction<ManualInstant>]) {
        for action in actions {
            switch action {
            case .setOnline(let user): self.store(user, isOnline: true)
            case .setOffline(let user): self.store(user, isOnline: false)
            case .wait(let until):
                self.after(self.world.now.duration(to: until)) {
                    self.carryOut(self.presence.timerFired(at: self.world.now))
                }
            }
        }
    }

    func store(_ user: UserID, isOnline: Bool) {
        self.world.note("core: user \(user) \(isOnline ? "online" : "offline")")
        self.submit { books in
            if isOnline { books.online.insert(user) } else { books.online.remove(user) }
            return {
                self.show(
                    self.board.changed(user, to: isOnline, in: [Self.workspace], at: self.world.now),
                    of: user
                )
            }
        }
    }

    func show(_ actions: [PresenceBoard<Bool, ManualInstant>.Action], of user: UserID? = nil) {
        for action in actions {
            switch action {
            case .send:
                // One frame with everyone's last word, as a workspace this small needs no more.
                let online = self.online
                for name in self.followers.keys.sorted() { self.tell(name) { $0.heard(presence: online) } }
            case .wait(let until):
                self.after(self.world.now.duration(to: until)) {
                    self.show(self.board.timerFired(at: self.world.now))
                }
            }
        }
    }

    var online: [UserID: Bool] {
        Dictionary(uniqueKeysWithValues: self.world.users.map { ($0, self.books.online.contains($0)) })
    }

    /// Answers who is online, in order with what else the edge is told.
    func askForPresence(_ edge: Edge, _ answer: @escaping ([UserID: Bool]) -> Void) {
        guard self.isUp, self.followers[edge.name]?.linkNumber == edge.linkNumber else { return }
        let online = self.online
        self.tell(edge.name) { _ in answer(online) }
    }
}
