// SPDX-License-Identifier: Apache-2.0

import NIOCore

@testable import MartletServer

/// Frames as a client sends them, right or wrong.
enum MaskedFrame {
    static func bytes(
        _ opcode: UInt8,
        _ payload: [UInt8] = [],
        isFinal: Bool = true,
        reserved: UInt8 = 0,
        key: [UInt8]? = [0x37, 0xFA, 0x21, 0x3D]
    ) -> [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
        let bit: UInt8 = key == nil ? 0 : 0x80
        switch payload.count {
        case ...125: bytes.append(bit | UInt8(payload.count))
        case ...0xFFFF: bytes += [bit | 126] + Self.bigEndian(payload.count, 2)
        default: bytes += [bit | 127] + Self.bigEndian(payload.count, 8)
        }
        guard let key else { return bytes + payload }
        return bytes + key + payload.enumerated().map { $1 ^ key[$0 % 4] }
    }

    static func text(_ text: String, isFinal: Bool = true) -> [UInt8] {
        Self.bytes(Opcode.text.rawValue, Array(text.utf8), isFinal: isFinal)
    }

    static func binary(_ payload: [UInt8], isFinal: Bool = true) -> [UInt8] {
        Self.bytes(Opcode.binary.rawValue, payload, isFinal: isFinal)
    }

    static func more(_ payload: [UInt8], isFinal: Bool) -> [UInt8] {
        Self.bytes(Opcode.continuation.rawValue, payload, isFinal: isFinal)
    }

    static func ping(_ payload: [UInt8] = []) -> [UInt8] { Self.bytes(Opcode.ping.rawValue, payload) }

    static func pong(_ payload: [UInt8] = []) -> [UInt8] { Self.bytes(Opcode.pong.rawValue, payload) }

    static func close(_ code: UInt16? = nil, _ reason: [UInt8] = []) -> [UInt8] {
        Self.bytes(Opcode.close.rawValue, (code.map { Self.bigEndian(Int($0), 2) } ?? []) + reason)
    }

    private static func bigEndian(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * (count - 1 - $0))) }
    }
}

extension FrameParser {
    /// All events of these pieces, up to the one that ends it.
    static func events(in pieces: [[UInt8]], limit: Int) -> [Event] {
        var parser = FrameParser(limit: limit)
        var events: [Event] = []
        for piece in pieces {
            var bytes = ByteBuffer(bytes: piece)
            while true {
                let event = parser.next(in: &bytes)
                if event == .needsMore { break }
                events.append(event)
                switch event {
                case .close, .violation: return events
                case .needsMore, .text, .binary, .ping, .pong: break
                }
            }
        }
        return events
    }
}

extension FrameParser.Event {
    static func text(_ text: String) -> Self { .text(ByteBuffer(string: text)) }
    static func binary(_ bytes: [UInt8]) -> Self { .binary(ByteBuffer(bytes: bytes)) }
    static func ping(_ bytes: [UInt8]) -> Self { .ping(ByteBuffer(bytes: bytes)) }
}
