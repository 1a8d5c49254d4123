// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire

extension StoreReading {
    /// One of a person's own sessions.
    ///
    /// - Parameters:
    ///   - id: Its number, if that is known.
    ///   - localID: What the person's client calls it; if both are given both must be true.
    ///   - user: The person.
    /// - Returns: The session.
    /// - Throws: ``RPCError`` `notFound`, also for somebody else's.
    func workSession(_ id: WorkSessionID?, _ localID: LocalID?, of user: UserID) throws -> WorkSession {
        let found = try id.map(self.workSession) ?? localID.flatMap { try self.workSession($0, of: user) }
        guard let session = found, session.userID == user, localID == nil || localID == session.localID else {
            throw RPCError.notFound("session")
        }
        return session
    }

    /// A session that a person may see: their own, and those of people who share a workspace with them.
    ///
    /// - Throws: ``RPCError`` `notFound` in the same words for one that never was and one that is hidden.
    func workSession(_ id: WorkSessionID?, _ localID: LocalID?, seenBy user: UserID) throws -> WorkSession {
        guard localID == nil, let id, let session = try self.workSession(id), session.userID != user else {
            return try self.workSession(id, localID, of: user)
        }
        guard try self.sharesWorkspace(user, with: session.userID) else { throw RPCError.notFound("session") }
        return session
    }

    /// Whose work somebody may see: that of one workspace they are in, or of all.
    func workingPeople(in workspace: WorkspaceID?, seenBy user: UserID) throws -> WorkingPeople {
        guard let workspace else { return .around(user) }
        return .workspace(try self.workspace(workspace, allowing: .read, to: user).id)
    }
}
