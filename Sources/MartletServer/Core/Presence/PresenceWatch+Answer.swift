// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension PresenceWatch: Query {
    /// The presence of those the caller may know of; that the connection hears of them from now on is the edge's doing.
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let known = try self.userIDs.filter { user in
            try user == caller.userID || snapshot.sharesWorkspace(caller.userID, with: user)
        }
        return Result(presence: try snapshot.presence(of: known))
    }
}
