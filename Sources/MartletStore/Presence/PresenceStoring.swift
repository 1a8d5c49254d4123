// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Who was there when the store was last told.
package protocol PresenceReading {
    /// Everyone whose online bit is set, in the order of their numbers.
    func usersOnline() throws -> [UserID]
    /// Everyone who was last seen after an instant, in the order of their numbers.
    func usersSeen(after instant: Timestamp) throws -> [UserID]
    /// The presence of everyone in a workspace, in the order of their numbers.
    func presence(in workspace: WorkspaceID, after user: UserID?, limit: Int) throws -> [PresenceEntry]
    /// The presence of these people, in the order of their numbers; who is not known is left out.
    func presence(of users: [UserID]) throws -> [PresenceEntry]
    /// The workspaces that each of these people is in now; who is in none is left out.
    func workspaces(of users: [UserID]) throws -> [UserID: [WorkspaceID]]
    /// Who is online or says something of themselves, in a workspace, in the order of their numbers.
    func noteworthyPresence(in workspace: WorkspaceID) throws -> [PresenceEntry]
}

/// Notes who is there, and what they say of themselves.
package protocol PresenceWriting {
    /// Sets the online bits, whose one writer is the core's presence.
    func setPresence(_ changes: [PresenceChange]) throws
    /// Sets what a person says of themselves, given in NFC, and that they were there now; never the online bit.
    func setStatusText(_ text: String, of user: UserID) throws
}

/// That a person came or went.
package struct PresenceChange: Hashable, Sendable {
    /// The person.
    package var user: UserID
    /// Whether any connection of theirs is alive.
    package var isOnline: Bool
    /// When they were last known to be there.
    package var lastSeen: Timestamp

    package init(user: UserID, isOnline: Bool, lastSeen: Timestamp) {
        self.user = user
        self.isOnline = isOnline
        self.lastSeen = lastSeen
    }
}
