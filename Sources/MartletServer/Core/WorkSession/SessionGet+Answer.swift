// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension SessionGet: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> WorkSession {
        try snapshot.workSession(self.id, self.localID, seenBy: caller.userID)
    }
}
