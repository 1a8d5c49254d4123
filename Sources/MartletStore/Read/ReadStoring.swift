// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Moves the cursors behind which a person has read a channel.
package protocol ReadWriting {
    /// Moves a cursor to a message, or leaves it where it is if it is past that already; returns where it stands.
    @discardableResult
    func raiseReadCursor(of user: UserID, in channel: ChannelID, to message: MessageID) throws -> MessageID
}
