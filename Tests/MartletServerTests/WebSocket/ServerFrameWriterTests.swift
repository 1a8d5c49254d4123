// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import MartletServer

struct ServerFrameWriterTests {
    @Test(
        arguments: [
            (0, [0x81, 0]), (5, [0x81, 5]), (125, [0x81, 125]), (126, [0x81, 126, 0, 126]),
            (65535, [0x81, 126, 0xFF, 0xFF]), (65536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] as [(Int, [UInt8])]
    )
    func `a text frame has the shortest header, and no mask`(count: Int, header: [UInt8]) {
        let payload = [UInt8](repeating: 0x2A, count: count)
        let frame = ServerFrameWriter.text(ByteBuffer(bytes: payload))
        #expect(Array(frame.readableBytesView) == header + payload)
        #expect(ServerFrameWriter.text(String(repeating: "*", count: count)) == frame)
    }

    @Test(arguments: [0, 5, 125, 126, 70_000], [0, 5, 125, 126, 70_000])
    func `a wrong guess at the length costs nothing but time`(guess: Int, count: Int) {
        let payload = ByteBuffer(repeating: 0x2A, count: count)
        let frame = ServerFrameWriter.text(capacity: guess) { $0.writeImmutableBuffer(payload) }
        #expect(frame == ServerFrameWriter.text(payload))
    }

    @Test
    func `frames in a row make one buffer`() {
        let frames = ["a", "", "ccc"].map { ServerFrameWriter.text($0) }
        let joined = ServerFrameWriter.joined(frames)
        #expect(Array(joined.readableBytesView) == [0x81, 1, 0x61, 0x81, 0, 0x81, 3, 0x63, 0x63, 0x63])
        #expect(ServerFrameWriter.joined([frames[0]]) == frames[0])
        #expect(ServerFrameWriter.joined([]).readableBytes == 0)
    }

    @Test
    func `a close frame has a code and a reason, or neither`() {
        #expect(Array(ServerFrameWriter.close(code: nil, reason: "x").readableBytesView) == [0x88, 0])
        #expect(Array(ServerFrameWriter.close(code: 4003).readableBytesView) == [0x88, 2, 0x0F, 0xA3])
        #expect(
            Array(ServerFrameWriter.close(code: 1001, reason: "hi").readableBytesView) == [0x88, 4, 3, 0xE9, 104, 105]
        )
    }

    @Test(arguments: ["*", "é", "€", "🐦", "🧑‍🧑‍🧒‍🧒"])
    func `a long reason is cut to 123 bytes of whole characters`(character: Character) {
        let reason = "x" + String(repeating: character, count: 200)
        let frame = ServerFrameWriter.close(code: 1001, reason: reason)
        let payload = frame.readableBytesView.dropFirst(2)
        #expect((121...125).contains(payload.count))
        #expect(String(validating: payload.dropFirst(2), as: UTF8.self) != nil)
        #expect(FrameParser.events(in: [MaskedFrame.bytes(8, Array(payload))], limit: 0) == [.close(code: 1001)])
    }
}
