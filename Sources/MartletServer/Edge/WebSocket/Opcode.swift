// SPDX-License-Identifier: Apache-2.0

/// What a frame is for (RFC 6455, 5.2).
enum Opcode: UInt8 {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    /// Control frames come whole, and may come between the fragments of a message.
    var isControl: Bool { self.rawValue & 0x8 != 0 }
}
