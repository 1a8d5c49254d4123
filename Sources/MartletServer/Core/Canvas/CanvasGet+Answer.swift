// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension CanvasGet: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Canvas {
        try snapshot.canvas(self.canvasID, allowing: .read, to: caller.userID)
    }
}

extension CanvasList: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        let channel = try snapshot.channel(self.channelID, allowing: .read, to: caller.userID)
        let limit = self.limit ?? snapshot.limits.defaultPage
        let canvases = try snapshot.canvases(in: channel.id, after: self.sinceID, limit: limit + 1)
        return Result(canvases: Array(canvases.prefix(limit)), hasMore: canvases.count > limit)
    }
}
