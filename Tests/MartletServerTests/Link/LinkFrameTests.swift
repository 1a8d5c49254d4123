// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletTesting
import NIOCore
import Testing

/// R3-8: framing.
struct LinkFrameTests {
    private static let messages = ["{}", "{\"v\":1}", String(repeating: "x", count: 70_000), "[]"].map {
        Array($0.utf8)
    }

    private static var stream: ByteBuffer {
        var stream = ByteBuffer()
        for message in Self.messages {
            guard let frame = LinkFrame.encode(message) else { continue }
            stream.writeImmutableBuffer(frame)
        }
        return stream
    }

    private static func frames(of reader: inout LinkFrameReader) throws -> [[UInt8]] {
        var frames: [[UInt8]] = []
        while let frame = try reader.next() { frames.append(frame) }
        return frames
    }

    @Test func `a frame is its length as four bytes, the highest first, and the JSON`() {
        #expect(LinkFrame.encode(Array("{}".utf8)) == ByteBuffer(bytes: [0, 0, 0, 2, 0x7b, 0x7d]))
    }

    @Test func `several frames of one read come out in order`() throws {
        var reader = LinkFrameReader()
        reader.append(Self.stream)
        #expect(try Self.frames(of: &reader) == Self.messages)
        #expect(reader.isAtBoundary)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 7, 1000, 65_536])
    func `frames come out whole however the bytes arrive`(size: Int) throws {
        var reader = LinkFrameReader()
        var stream = Self.stream
        var frames: [[UInt8]] = []
        while stream.readableBytes > 0 {
            if let slice = stream.readSlice(length: min(size, stream.readableBytes)) { reader.append(slice) }
            frames += try Self.frames(of: &reader)
        }
        #expect(frames == Self.messages)
    }

    @Test func `what chance cuts comes out whole`() throws {
        var chance = SeededGenerator(seed: 4711)
        for _ in 0..<50 {
            var reader = LinkFrameReader()
            var stream = Self.stream
            var frames: [[UInt8]] = []
            while stream.readableBytes > 0 {
                let size = Int.random(in: 1...min(9000, stream.readableBytes), using: &chance)
                if let slice = stream.readSlice(length: size) { reader.append(slice) }
                if Bool.random(using: &chance) { frames += try Self.frames(of: &reader) }
            }
            frames += try Self.frames(of: &reader)
            #expect(frames == Self.messages)
        }
    }

    @Test func `a frame of no bytes is illegal`() {
        var reader = LinkFrameReader()
        reader.append(ByteBuffer(bytes: [0, 0, 0, 0, 0, 0, 0, 2, 0x7b, 0x7d]))
        #expect(throws: LinkFrameFault.empty) { try reader.next() }
        #expect(LinkFrame.encode([]) == nil)
    }

    @Test func `a frame that is too large is refused by its length alone`() {
        var reader = LinkFrameReader()
        reader.append(ByteBuffer(integer: UInt32(LinkFrame.sizeLimit + 1)))
        #expect(throws: LinkFrameFault.tooLarge(LinkFrame.sizeLimit + 1)) { try reader.next() }
        #expect(LinkFrame.encode([UInt8](repeating: 0x20, count: LinkFrame.sizeLimit + 1)) == nil)
    }

    @Test func `a stream that ends within a frame is known to be cut`() throws {
        var reader = LinkFrameReader()
        var stream = Self.stream
        if let slice = stream.readSlice(length: stream.readableBytes - 1) { reader.append(slice) }
        #expect(try Self.frames(of: &reader) == Array(Self.messages.dropLast()))
        #expect(!reader.isAtBoundary)
    }
}
