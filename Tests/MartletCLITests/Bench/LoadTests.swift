// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore
import Testing

@testable import martlet

@Suite struct LoadTests {
    private static func frame(_ text: String) -> [UInt8] {
        let count = text.utf8.count
        let length = count < 126 ? [UInt8(count)] : [126, UInt8(count >> 8), UInt8(count & 0xFF)]
        return [0x81] + length + Array(text.utf8)
    }

    private static func glance(_ text: String) -> Glance {
        Array(text.utf8).withUnsafeBytes { Glance(at: $0) }
    }

    @Test(arguments: [1, 2, 3, 7, 64, 10_000])
    func `frames come out whole however their bytes arrive`(_ size: Int) throws {
        let texts = ["{}", String(repeating: "x", count: 125), String(repeating: "y", count: 4000), "", "end"]
        let bytes = texts.flatMap(Self.frame)
        var reader = FrameReader()
        var heard: [String] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            let part = ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)])
            try reader.read(part) { kind, payload in
                #expect(kind == .text)
                heard.append(String(decoding: payload, as: UTF8.self))
            }
        }
        #expect(heard == texts)
    }

    @Test(arguments: [
        [0x01, 0x00], [0x81, 0x80], [0xC1, 0x00], [0x83, 0x00], [0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 0],
    ])
    func `a frame that our server never sends ends the reading`(_ bytes: [UInt8]) {
        var reader = FrameReader()
        #expect(throws: FrameReader.Malformed.self) { try reader.read(ByteBuffer(bytes: bytes)) { _, _ in } }
    }

    @Test func `a mark is found in the event and in the answer that carry its message`() throws {
        let mark = MessageMark(sentAt: 123_456_789, number: 7, index: 42)
        let text = mark.text(size: 200)
        #expect(text.utf8.count == 200)
        let message = Message(id: 9, channelID: 1, userID: 2, body: text, createdAt: Timestamp(rawValue: 1))
        let event = EventBytes.frame(try EventBytes.encode(MessageCreated(message: message)), seq: 9)
        #expect(Self.glance(String(decoding: event, as: UTF8.self)) == .event(seq: 9, mark))
        let answer = RPCResponse(id: .number(42), .success(try RawJSON(message)))
        let answered = String(decoding: try WireEncoder().encode(answer), as: UTF8.self)
        #expect(Self.glance(answered) == .answer(isError: false, mark))
    }

    @Test func `frames without a message are told apart`() throws {
        var hello = Hello(
            userID: 2,
            connectionID: ConnectionID(rawValue: "c"),
            position: Position(epoch: Epoch(rawValue: "term"), seq: 12),
            serverTime: Timestamp(rawValue: 1)
        )
        func text(_ frame: ServerFrame) throws -> String {
            String(decoding: try WireEncoder().encode(frame), as: UTF8.self)
        }
        #expect(Self.glance(try text(.hello(hello))) == .hello(seq: 12, epoch: "term", isResumed: false))
        hello.resume(from: 3, replaying: 1)
        #expect(Self.glance(try text(.hello(hello))) == .hello(seq: 12, epoch: "term", isResumed: true))
        #expect(Self.glance(try text(.ping(Ping(seq: 12, sent: 1)))) == .ping)
        let refusal = RPCResponse(id: .number(1), .failure(RPCError(.forbidden, "no")))
        let refused = String(decoding: try WireEncoder().encode(refusal), as: UTF8.self)
        #expect(Self.glance(refused) == .answer(isError: true, nil))
        #expect(Self.glance("{\"type\":\"presence.updated\",\"data\":{}}") == .other)
        #expect(Self.glance("{\"seq\":4,\"type\":\"channel.added\",\"data\":{}}") == .event(seq: 4, nil))
        #expect(Self.glance("") == .other)
        #expect(Self.glance("{\"seq\":") == .other)
    }

    @Test(arguments: ["ts=", "ts=1", "ts=1;n=", "ts=1;n=2;k=", "ts=99999999999999999999;n=1;k=1", "t=s;n=1"])
    func `half a mark is none`(_ text: String) {
        #expect(Array(text.utf8).withUnsafeBytes { MessageMark(in: $0) } == nil)
    }

    @Test func `more connections than an address has ports come from several`() {
        #expect(SourceAddresses(connections: 25_000).address(of: 7) == nil)
        let two = SourceAddresses(connections: 25_001)
        #expect(
            [two.address(of: 0), two.address(of: 1), two.address(of: 2)] == ["127.0.0.2", "127.0.0.3", "127.0.0.2"]
        )
    }

    @Test func `a store is filled with the same different texts each time`() {
        let texts = (0..<200).map { Prose().text($0) }
        #expect(Set(texts).count == texts.count)
        #expect(texts == (0..<200).map { Prose().text($0) })
        #expect(texts.allSatisfy { (195...215).contains($0.utf8.count) })
    }

    @Test(arguments: [
        ("http://127.0.0.1:8787", 8787), ("http://localhost:80/", 80), ("http://127.0.0.1:0", nil),
        ("https://127.0.0.1:8787", nil), ("http://example.com:8787", nil), ("http://127.0.0.1:8787/x", nil),
    ])
    func `only a plain server of this machine can be measured`(_ url: String, _ port: Int?) {
        #expect((try? BenchServer.port(of: url)) == port)
    }
}
