// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension WorkspaceGet: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Workspace {
        try snapshot.workspace(self.workspaceID, allowing: .read, to: caller.userID)
    }
}
