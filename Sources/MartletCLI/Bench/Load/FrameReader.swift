// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Cuts what a server sends on a WebSocket into frames, without copying what arrives whole.
///
/// It knows as much of RFC 6455 as our server uses: no masks and no fragments.
struct FrameReader {
    /// What a frame is for.
    enum Kind: UInt8 {
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10
    }

    /// Something that our server never sends.
    struct Malformed: Error {}

    private static let longest = 16 * 1024 * 1024

    private var rest = ByteBuffer()

    /// Takes bytes in, and gives out the frames that are whole.
    mutating func read(_ bytes: ByteBuffer, _ body: (Kind, UnsafeRawBufferPointer) throws -> Void) throws {
        var bytes = bytes
        if self.rest.readableBytes > 0 {
            self.rest.writeBuffer(&bytes)
            swap(&bytes, &self.rest)
        }
        let taken = try bytes.withUnsafeReadableBytes { try Self.frames(in: $0, body) }
        bytes.moveReaderIndex(forwardBy: taken)
        self.rest = bytes.readableBytes > 0 ? bytes.slice() : ByteBuffer()
    }

    /// How many bytes the whole frames at the beginning are.
    private static func frames(
        in bytes: UnsafeRawBufferPointer,
        _ body: (Kind, UnsafeRawBufferPointer) throws -> Void
    ) throws -> Int {
        var offset = 0
        while let header = try Self.header(bytes[offset...]) {
            let start = offset + header.size
            guard bytes.count - start >= header.length else { break }
            try body(header.kind, UnsafeRawBufferPointer(rebasing: bytes[start..<start + header.length]))
            offset = start + header.length
        }
        return offset
    }

    private static func header(_ bytes: Slice<UnsafeRawBufferPointer>) throws -> (kind: Kind, size: Int, length: Int)? {
        guard bytes.count >= 2 else { return nil }
        let (first, second) = (bytes[bytes.startIndex], bytes[bytes.startIndex + 1])
        guard first & 0xF0 == 0x80, second & 0x80 == 0, let kind = Kind(rawValue: first & 0x0F) else {
            throw Malformed()
        }
        let extra = second == 126 ? 2 : second == 127 ? 8 : 0
        guard bytes.count >= 2 + extra else { return nil }
        let length = extra == 0 ? Int(second) : bytes.dropFirst(2).prefix(extra).reduce(0) { $0 << 8 | Int($1) }
        guard (0...Self.longest).contains(length) else { throw Malformed() }
        return (kind, 2 + extra, length)
    }
}
