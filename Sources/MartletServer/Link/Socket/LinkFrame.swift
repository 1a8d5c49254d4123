// SPDX-License-Identifier: Apache-2.0

package import NIOCore

/// One piece of JSON on a byte stream: its length as 32 bits, big-endian, then the JSON itself.
package enum LinkFrame {
    /// The most bytes a frame may have: a page of the log, or the largest call there is, and far more than one entry.
    package static let sizeLimit = 16 * 1024 * 1024

    /// The bytes of a frame; nil if it would be empty or too large, which no peer would take.
    package static func encode(_ json: [UInt8]) -> ByteBuffer? {
        guard !json.isEmpty, json.count <= Self.sizeLimit else { return nil }
        var buffer = ByteBuffer()
        buffer.reserveCapacity(json.count + 4)
        buffer.writeInteger(UInt32(json.count))
        buffer.writeBytes(json)
        return buffer
    }
}

/// Why a byte stream cannot be read any further: where the next frame begins is not known.
package enum LinkFrameFault: Error, Hashable, Sendable {
    /// A frame of no bytes.
    case empty
    /// A frame of that many bytes.
    case tooLarge(Int)

    /// In words for an operator.
    package var reason: String {
        switch self {
        case .empty: "a frame of no bytes"
        case .tooLarge(let size): "a frame of \(size) bytes, at most \(LinkFrame.sizeLimit)"
        }
    }
}

/// Cuts a byte stream into frames, however the bytes arrive.
package struct LinkFrameReader: Sendable {
    private var buffer = ByteBuffer()

    package init() {}

    /// Whether the stream may end here without cutting a frame in two.
    package var isAtBoundary: Bool { self.buffer.readableBytes == 0 }

    /// Takes the next bytes of the stream.
    package mutating func append(_ bytes: ByteBuffer) {
        if self.buffer.readableBytes == 0 {
            self.buffer = bytes
        } else {
            self.buffer.discardReadBytes()
            self.buffer.writeImmutableBuffer(bytes)
        }
    }

    /// The next frame's JSON, or nil until more bytes have come.
    /// - Throws: ``LinkFrameFault``, after which the stream is of no use.
    package mutating func next() throws(LinkFrameFault) -> [UInt8]? {
        guard let length = self.buffer.getInteger(at: self.buffer.readerIndex, as: UInt32.self) else { return nil }
        guard length > 0 else { throw .empty }
        guard length <= LinkFrame.sizeLimit else { throw .tooLarge(Int(length)) }
        guard self.buffer.readableBytes >= 4 + Int(length) else { return nil }
        self.buffer.moveReaderIndex(forwardBy: 4)
        return self.buffer.readBytes(length: Int(length))
    }
}
