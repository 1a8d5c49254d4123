// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Reads of canvases.
package protocol CanvasReading {
    /// One canvas.
    func canvas(_ id: CanvasID) throws -> Canvas?

    /// The canvases of a channel without their texts, in the order of their numbers.
    func canvases(in channel: ChannelID, after canvas: CanvasID?, limit: Int) throws -> [CanvasSummary]
}

/// Changes canvases; who was first is decided by comparing revisions in the transaction.
package protocol CanvasWriting {
    /// Adds a canvas at revision 1 with a number that no other ever had.
    func addCanvas(in channel: ChannelID, title: String, body: String, by user: UserID) throws -> Canvas

    /// Puts a canvas in the place of its last revision.
    func replaceCanvas(_ canvas: Canvas) throws

    /// Removes a canvas.
    func removeCanvas(_ id: CanvasID) throws
}
