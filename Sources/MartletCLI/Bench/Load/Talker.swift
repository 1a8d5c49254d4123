// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore

/// Says marked messages on one socket, in its channels by turns.
///
/// Confined to the field's loop. The numbers go on from phase to phase, as listeners expect, unless it begins again.
final class Talker {
    /// Where it speaks.
    let socket: LoadSocket
    private let channels: [ChannelID]
    private let size: Int
    private var turn = 0
    private var numbers: [Int]

    /// - Parameters:
    ///   - socket: Where it speaks.
    ///   - channels: To whom.
    ///   - size: How many bytes each text has.
    init(on socket: LoadSocket, to channels: [ChannelID], size: Int) {
        self.socket = socket
        self.channels = channels
        self.size = size
        self.numbers = Array(repeating: 0, count: channels.count)
    }

    /// Counts from 1 again.
    func restart() {
        self.numbers = Array(repeating: 0, count: self.channels.count)
    }

    /// Says the next message.
    /// - Parameter index: The how-manieth of the phase.
    func say(_ index: Int) {
        let place = self.turn % self.channels.count
        self.turn += 1
        self.numbers[place] += 1
        let mark = MessageMark(
            sentAt: NIODeadline.now().uptimeNanoseconds,
            number: self.numbers[place],
            index: index
        )
        self.socket.send(ClientBytes.send(mark, to: self.channels[place].rawValue, size: self.size))
    }
}
