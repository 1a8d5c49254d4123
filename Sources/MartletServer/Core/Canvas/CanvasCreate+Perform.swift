// SPDX-License-Identifier: Apache-2.0

package import MartletStore
package import MartletWire

extension CanvasCreate: Mutation {
    package func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Canvas {
        let seat = try transaction.seat(for: caller.userID, in: self.channelID)
        let canvas = try transaction.addCanvas(
            in: seat.channel,
            title: self.title.normalized,
            body: self.body ?? "",
            by: caller.userID
        )
        try transaction.refer(toLinksOf: canvas, by: caller.userID)
        try transaction.append(
            to: .channel(seat.channel),
            CanvasCreated(
                canvasID: canvas.id,
                channelID: seat.channel,
                revision: canvas.revision,
                userID: caller.userID
            )
        )
        return canvas
    }
}
