// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// Work sessions, and the end of those whose client went silent.
extension Core {
    func watchWork() {
        self.after(.seconds(15)) {
            let active = self.books.work.values.filter { $0.session.status == .active }
            let signs = active.map { SilentSessions<ManualInstant>.Sign($0.session.id, count: $0.signs) }
                .sorted { $0.session < $1.session }
            for sign in self.silence.listed(signs, at: self.world.now) { self.endSilent(sign) }
            self.watchWork()
        }
    }

    func endSilent(_ sign: SilentSessions<ManualInstant>.Sign) {
        self.submit { books in
            let found = books.work.first {
                $0.value.session.id == sign.session && $0.value.signs == sign.count
            }
            guard let (local, work) = found else { return {} }
            let end = WorkEnd(
                of: work.session.startedAt,
                endedAt: work.lastSign,
                duration: work.worked,
                reason: .stale,
                at: self.date
            )
            self.end(local, with: end, in: &books)
            return { self.world.note("core: \(local) is stale") }
        }
    }

    func heartbeat(_ local: LocalID, worked: Int64) {
        self.submit { books in
            guard books.work[local.rawValue]?.session.status == .active else { return {} }
            books.work[local.rawValue]?.signs += 1
            books.work[local.rawValue]?.lastSign = self.date
            books.work[local.rawValue]?.worked = worked
            return {}
        }
    }

    func end(_ local: String, with end: WorkEnd, in books: inout Books) {
        guard var work = books.work[local] else { return }
        let difference: Int64
        let event: String
        switch WorkEndDecision(ending: work.session, with: end) {
        case .keep: return
        case .end(let end): (difference, event) = (end.duration, "work_session.ended")
        case .correct(_, let correction): (difference, event) = (correction, "work_session.updated")
        }
        work.session.status = .ended
        work.session.endedAt = end.endedAt
        work.session.duration = end.duration
        work.session.endReason = end.reason
        books.work[local] = work
        books.totals[work.session.userID, default: 0] += difference
        books.append(to: self.audience(of: work.session.userID)) { self.world.event(event, at: $0) }
        self.world.judge.workEnded(local, by: event, to: work.session, at: books.head)
    }

    func audience(of user: UserID) -> Audience {
        Audience(users: [user], workspaces: [Self.workspace])
    }
}
