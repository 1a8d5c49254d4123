// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire

extension StoreReading {
    /// A canvas in a channel where a person may do something.
    ///
    /// - Throws: ``RPCError`` `notFound` in the same words for one that never was and one that is hidden.
    func canvas(_ id: CanvasID, allowing act: ChannelAct, to user: UserID) throws -> Canvas {
        guard let canvas = try self.canvas(id) else { throw RPCError.notFound("canvas") }
        do {
            _ = try self.channel(canvas.channelID, allowing: act, to: user)
            return canvas
        } catch let error as RPCError where error.code == .notFound {
            throw RPCError.notFound("canvas")
        }
    }
}
