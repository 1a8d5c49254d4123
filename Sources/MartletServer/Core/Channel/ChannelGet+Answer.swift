// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension ChannelGet: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Channel {
        try snapshot.channel(self.channelID, allowing: .read, to: caller.userID)
    }
}
