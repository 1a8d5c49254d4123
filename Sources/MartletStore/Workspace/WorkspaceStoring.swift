// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What workspaces there are; deleted ones are not.
package protocol WorkspaceReading {
    /// One workspace, without a reader's role.
    func workspace(_ id: WorkspaceID) throws -> Workspace?
    /// A person's workspaces with their role, in the order of their numbers.
    func workspaces(of user: UserID, after workspace: WorkspaceID?, limit: Int) throws -> [Workspace]
    /// The numbers of a person's workspaces, ascending.
    func workspaceIDs(of user: UserID) throws -> [WorkspaceID]
}

/// Makes, changes and ends workspaces.
package protocol WorkspaceWriting {
    /// Adds a workspace with the next number and nobody in it.
    func addWorkspace(name: String, owner: UserID) throws -> Workspace
    /// Gives it another name.
    func renameWorkspace(_ id: WorkspaceID, to name: String) throws
    /// Says who answers for it.
    func setOwner(_ user: UserID, of id: WorkspaceID) throws
    /// Makes it and its channels unknown from now on; who is in them is the caller's to end.
    func deleteWorkspace(_ id: WorkspaceID) throws
}
