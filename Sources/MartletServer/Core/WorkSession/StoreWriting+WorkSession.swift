// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire

extension StoreWriting {
    /// Ends a session, or corrects its end, as far as that changes anything, and tells whoever may see it.
    ///
    /// - Returns: The session as it is then.
    @discardableResult
    func end(_ session: WorkSession, with end: WorkEnd) throws -> WorkSession {
        var ended = session
        (ended.status, ended.endedAt, ended.duration, ended.endReason) = (.ended, end.endedAt, end.duration, end.reason)
        switch WorkEndDecision(ending: session, with: end) {
        case .keep:
            return session
        case .end(let end):
            try self.endWorkSession(session, with: end, movingTotalBy: end.duration)
            try self.append(to: self.audience(of: session), WorkSessionEnded(session: ended))
        case .correct(let end, let difference):
            try self.endWorkSession(session, with: end, movingTotalBy: difference)
            try self.append(to: self.audience(of: session), WorkSessionUpdated(session: ended))
        }
        return ended
    }

    /// Whoever may see a session: the person, and everyone who shares a workspace with them.
    func audience(of session: WorkSession) throws -> Audience {
        Audience(users: [session.userID], workspaces: try self.workspaceIDs(of: session.userID))
    }

    /// A session as its own client is told of it.
    func tracked(_ session: WorkSession) throws -> TrackedSession {
        guard let secret = try self.beaconSecret(of: session.id) else { throw RPCError.notFound("session") }
        return TrackedSession(
            session: session,
            beaconToken: BeaconSeal(session.id, secret: secret).token(at: self.now)
        )
    }
}
