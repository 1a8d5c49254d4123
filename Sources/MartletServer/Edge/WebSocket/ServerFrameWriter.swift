// SPDX-License-Identifier: Apache-2.0

package import NIOCore

/// Frames what a server sends, once, into bytes that any number of sockets can share.
///
/// Header and payload lie in one buffer, so that a delivery is one write of one piece. A server does not mask, and
/// these frames are never fragmented.
package enum ServerFrameWriter {
    /// A text frame around bytes that are UTF-8 already.
    package static func text(_ payload: ByteBuffer) -> ByteBuffer {
        Self.frame(.text, payload)
    }

    /// A text frame.
    package static func text(_ payload: String) -> ByteBuffer {
        Self.text(capacity: payload.utf8.count) { $0.writeString(payload) }
    }

    /// A text frame whose payload is written in place: no second buffer, no copy.
    ///
    /// `capacity` guesses the payload's length; a wrong guess costs a copy. `write` appends UTF-8 and touches nothing
    /// before the writer index.
    package static func text(capacity: Int, _ write: (inout ByteBuffer) -> Void) -> ByteBuffer {
        Self.frame(.text, capacity: capacity, write)
    }

    /// A binary frame.
    package static func binary(_ payload: ByteBuffer) -> ByteBuffer {
        Self.frame(.binary, payload)
    }

    /// Frames in a row as one buffer, so that they leave in one write.
    package static func joined(_ frames: some Collection<ByteBuffer>) -> ByteBuffer {
        guard frames.count != 1, let first = frames.first else { return frames.first ?? ByteBuffer() }
        var joined = ByteBuffer()
        joined.reserveCapacity(frames.reduce(0) { $0 + $1.readableBytes })
        joined.writeImmutableBuffer(first)
        for frame in frames.dropFirst() {
            joined.writeImmutableBuffer(frame)
        }
        return joined
    }

    /// What a frame of ours says, without its header; nil if it is not a whole one.
    static func payload(of frame: ByteBuffer) -> ByteBuffer? {
        guard let length = frame.getInteger(at: frame.readerIndex + 1, as: UInt8.self) else { return nil }
        let header = length < 126 ? 2 : length == 126 ? 4 : 10
        return frame.getSlice(at: frame.readerIndex + header, length: frame.readableBytes - header)
    }

    static func pong(_ payload: ByteBuffer) -> ByteBuffer {
        Self.frame(.pong, payload)
    }

    /// A close frame with the code, and as much of the reason as its 123 bytes hold; without a code, an empty one.
    static func close(code: UInt16?, reason: String = "") -> ByteBuffer {
        Self.frame(.close, capacity: 2 + min(reason.utf8.count, 123)) { buffer in
            guard let code else { return }
            buffer.writeInteger(code)
            buffer.writeSubstring(reason.prefix(utf8Count: 123))
        }
    }

    private static func frame(_ opcode: Opcode, _ payload: ByteBuffer) -> ByteBuffer {
        Self.frame(opcode, capacity: payload.readableBytes) { $0.writeImmutableBuffer(payload) }
    }

    /// Leaves room for the longest header before the payload, then puts the header right before it.
    private static func frame(
        _ opcode: Opcode,
        capacity: Int,
        _ write: (inout ByteBuffer) -> Void
    ) -> ByteBuffer {
        let room = Self.headerSize(capacity)
        var buffer = ByteBuffer()
        buffer.reserveCapacity(room + capacity)
        buffer.moveWriterIndex(to: room)
        buffer.moveReaderIndex(to: room)
        write(&buffer)
        let count = buffer.readableBytes
        let size = Self.headerSize(count)
        if size > room {
            // The guess was too short for the header's form: begin anew with the right one.
            return Self.frame(opcode, buffer)
        }
        Self.setHeader(opcode, count: count, in: &buffer, at: room - size)
        buffer.moveReaderIndex(to: room - size)
        return buffer
    }

    private static func headerSize(_ count: Int) -> Int {
        switch count {
        case ...125: 2
        case ...0xFFFF: 4
        default: 10
        }
    }

    private static func setHeader(_ opcode: Opcode, count: Int, in buffer: inout ByteBuffer, at index: Int) {
        buffer.setInteger(0x80 | opcode.rawValue, at: index)
        switch count {
        case ...125:
            buffer.setInteger(UInt8(count), at: index + 1)
        case ...0xFFFF:
            buffer.setInteger(126 as UInt8, at: index + 1)
            buffer.setInteger(UInt16(count), at: index + 2)
        default:
            buffer.setInteger(127 as UInt8, at: index + 1)
            buffer.setInteger(UInt64(count), at: index + 2)
        }
    }
}

extension String {
    /// The longest beginning of whole characters that fits in so many bytes of UTF-8.
    fileprivate func prefix(utf8Count limit: Int) -> Substring {
        guard self.utf8.count > limit else { return self[...] }
        var end = self.utf8.index(self.startIndex, offsetBy: limit)
        while end.samePosition(in: self.unicodeScalars) == nil {
            end = self.utf8.index(before: end)
        }
        return self[..<end]
    }
}
