// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension CanvasDelete: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Empty {
        let canvas = try transaction.canvas(self.canvasID, allowing: .read, to: caller.userID)
        let act: ChannelAct = canvas.creatorID == caller.userID ? .write : .moderate
        _ = try transaction.channel(canvas.channelID, allowing: act, to: caller.userID)
        try transaction.removeReferences(from: .canvas(canvas.id))
        try transaction.removeCanvas(canvas.id)
        try transaction.append(
            to: .channel(canvas.channelID),
            CanvasDeleted(canvasID: canvas.id, channelID: canvas.channelID)
        )
        return Empty()
    }
}
