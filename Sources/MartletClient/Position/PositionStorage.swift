// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Where the positions of an installation's people are kept: one each, for all sources.
///
/// What was saved survives the end of the process. After a loss of power an earlier one may come back, never a later
/// one: then events are repeated, and none is skipped.
package protocol PositionStorage: Sendable {
    /// Where an account's stream stands; nil if it never did.
    func bookmark(of account: Account) async throws(PositionError) -> Bookmark?

    /// Writes down where it stands now.
    func save(_ bookmark: Bookmark, of account: Account) async throws(PositionError)

    /// Forgets it: somebody else uses the application.
    func forget(_ account: Account) async throws(PositionError)

    /// Who used the application last, as one server knows people.
    func lastUser(of server: String) async throws(PositionError) -> UserID?

    /// Writes down who uses the application.
    func signedIn(_ account: Account) async throws(PositionError)
}

/// What a position storage cannot do, in words for a developer: no path, no SQL.
package struct PositionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the place.
    package var description: String

    package init(_ description: String) {
        self.description = description
    }
}
