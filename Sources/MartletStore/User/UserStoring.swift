// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Who is known.
package protocol UserReading {
    /// One person.
    func user(_ id: UserID) throws -> User?
    /// These people, in the order of their numbers; who is not known is left out.
    func users(_ ids: [UserID]) throws -> [User]
    /// The people with these short names, however they are capitalised.
    func users(named names: [String]) throws -> [User]
    /// Everyone, in the order of their numbers.
    func users(after user: UserID?, limit: Int) throws -> [User]
    /// Everyone in a workspace, in the order of their numbers.
    func users(in workspace: WorkspaceID, after user: UserID?, limit: Int) throws -> [User]
    /// Everyone who shares a workspace with a person, and the person, in the order of their numbers.
    func users(around user: UserID, after other: UserID?, limit: Int) throws -> [User]
    /// Whether two people are in one workspace.
    func sharesWorkspace(_ user: UserID, with other: UserID) throws -> Bool
    /// How many there are: numbers count up by one and nobody is ever deleted, so this is also the last number.
    func userCount() throws -> Int64
}

/// Makes people and changes what they are called.
package protocol UserWriting {
    /// Adds a person, whose name must be free, with the next number.
    func addUser(name: String, displayName: String) throws -> User
    /// Changes what a person is called; the name must be free or their own.
    func rename(_ user: UserID, name: String, displayName: String) throws
}

extension UserReading {
    /// The person with that short name, however it is capitalised.
    package func user(named name: String) throws -> User? {
        try self.users(named: [name]).first
    }
}
