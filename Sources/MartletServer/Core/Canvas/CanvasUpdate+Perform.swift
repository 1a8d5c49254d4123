// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

extension CanvasUpdate: Mutation {
    /// Of two who change the same revision the first wins; what changes nothing makes no revision.
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Canvas {
        var canvas = try transaction.canvas(self.canvasID, allowing: .write, to: caller.userID)
        guard self.revision == canvas.revision else {
            throw RPCError(
                .conflict,
                "the canvas has changed since that revision",
                data: RPCError.Detail(field: "revision", currentRevision: canvas.revision)
            )
        }
        let title = self.title?.normalized ?? canvas.title
        let body = self.body ?? canvas.body
        guard title != canvas.title || body != canvas.body else { return canvas }
        canvas.title = title
        canvas.body = body
        canvas.revision += 1
        canvas.updatedBy = caller.userID
        canvas.updatedAt = transaction.now
        try transaction.replaceCanvas(canvas)
        if self.body != nil { try transaction.refer(toLinksOf: canvas, by: caller.userID) }
        try transaction.append(
            to: .channel(canvas.channelID),
            CanvasUpdated(
                canvasID: canvas.id,
                channelID: canvas.channelID,
                revision: canvas.revision,
                userID: caller.userID
            )
        )
        return canvas
    }
}
