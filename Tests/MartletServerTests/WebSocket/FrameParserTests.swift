// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import MartletServer

/// RFC 6455, 5: what clients may send, and the code that answers what they may not.
struct FrameParserTests {
    struct Line: Sendable, CustomTestStringConvertible {
        let fact: String
        let input: [UInt8]
        let events: [FrameParser.Event]

        init(_ fact: String, _ input: [[UInt8]], _ events: [FrameParser.Event]) {
            self.fact = fact
            self.input = Array(input.joined())
            self.events = events
        }

        var testDescription: String { self.fact }
    }

    private static let limit = 1000

    private static let messages = [
        Line("an empty text", [MaskedFrame.text("")], [.text("")]),
        Line("a short text", [MaskedFrame.text("Hello")], [.text("Hello")]),
        Line("a text beyond ASCII", [MaskedFrame.text("κόσμε 🐦")], [.text("κόσμε 🐦")]),
        Line("a text of 125 bytes", [MaskedFrame.text(.init(repeating: "*", count: 125))], [.text(stars(125))]),
        Line("a text of 126 bytes", [MaskedFrame.text(.init(repeating: "*", count: 126))], [.text(stars(126))]),
        Line("a text as long as allowed", [MaskedFrame.text(.init(repeating: "*", count: 1000))], [.text(stars(1000))]),
        Line("binary that is no text", [MaskedFrame.binary([0xFF, 0, 0xFE])], [.binary([0xFF, 0, 0xFE])]),
        Line(
            "several messages in a row",
            [MaskedFrame.text("a"), MaskedFrame.binary([1]), MaskedFrame.text("b")],
            [.text("a"), .binary([1]), .text("b")]
        ),
        Line(
            "a length in a longer form than needed",
            [[0x81, 0xFE, 0, 2, 0, 0, 0, 0, 0x68, 0x69], [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 7]],
            [.text("hi"), .binary([7])]
        ),
    ]

    private static let fragments = [
        Line(
            "fragments make one message",
            [MaskedFrame.text("one ", isFinal: false), more("two ", false), more("three", true)],
            [.text("one two three")]
        ),
        Line(
            "fragments may be empty",
            [MaskedFrame.binary([], isFinal: false), more("", false), more("", true)],
            [.binary([])]
        ),
        Line(
            "a character may be cut between fragments",
            [MaskedFrame.bytes(1, [0xF0, 0x9F], isFinal: false), MaskedFrame.more([0x90, 0xA6], isFinal: true)],
            [.text("🐦")]
        ),
        Line(
            "control frames may come between fragments",
            [MaskedFrame.text("a", isFinal: false), MaskedFrame.ping([1]), MaskedFrame.pong([2]), more("b", true)],
            [.ping([1]), .pong, .text("ab")]
        ),
        Line(
            "a close between fragments ends the message",
            [MaskedFrame.text("a", isFinal: false), MaskedFrame.close(1000)],
            [.close(code: 1000)]
        ),
        Line(
            "the message after a fragmented one is another",
            [MaskedFrame.text("a", isFinal: false), more("b", true), MaskedFrame.binary([3])],
            [.text("ab"), .binary([3])]
        ),
    ]

    private static let controls = [
        Line("an empty ping", [MaskedFrame.ping()], [.ping([])]),
        Line("a ping of 125 bytes", [MaskedFrame.ping(.init(repeating: 9, count: 125))], [.ping(bytes(125, of: 9))]),
        Line("a pong", [MaskedFrame.pong([1, 2, 3])], [.pong]),
        Line("a close without a code", [MaskedFrame.close()], [.close(code: nil)]),
        Line("a close with a reason", [MaskedFrame.close(1001, Array("bye".utf8))], [.close(code: 1001)]),
        Line("a close with a reason of 123 bytes", [MaskedFrame.close(4000, bytes(123, of: 97))], [.close(code: 4000)]),
        Line("nothing after a close", [MaskedFrame.close(3000), MaskedFrame.ping()], [.close(code: 3000)]),
    ]

    private static let violations = [
        Line("a frame that is not masked", [MaskedFrame.bytes(1, [65], key: nil)], [.violation(.notMasked)]),
        Line("a long control frame", [MaskedFrame.ping(bytes(126, of: 0))], [.violation(.longControl)]),
        Line(
            "a control frame in fragments",
            [MaskedFrame.bytes(9, [], isFinal: false)],
            [.violation(.fragmentedControl)]
        ),
        Line("a continuation of nothing", [more("x", true)], [.violation(.nothingToContinue)]),
        Line(
            "a continuation of a finished message",
            [MaskedFrame.text("a", isFinal: false), more("b", true), more("c", true)],
            [.text("ab"), .violation(.nothingToContinue)]
        ),
        Line(
            "a message within another",
            [MaskedFrame.text("a", isFinal: false), MaskedFrame.text("b")],
            [.violation(.messageUnfinished)]
        ),
        Line(
            "a length of more than 63 bits",
            [[0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0]],
            [.violation(.lengthOverflow)]
        ),
        Line(
            "a length of 63 bits",
            [[0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]],
            [.violation(.tooLong(limit: limit))]
        ),
        Line("a message over the limit", [MaskedFrame.text(stars(1001))], [.violation(.tooLong(limit: limit))]),
        Line(
            "fragments over the limit together",
            [MaskedFrame.text(stars(600), isFinal: false), more(stars(401), true)],
            [.violation(.tooLong(limit: limit))]
        ),
        Line("a close of one byte", [MaskedFrame.bytes(8, [3])], [.violation(.closeTooShort)]),
        Line("a reason that is not UTF-8", [MaskedFrame.close(1000, [0xFF])], [.violation(.notUTF8)]),
        Line("a reason cut short", [MaskedFrame.close(1000, [0xE2, 0x82])], [.violation(.notUTF8)]),
        Line("text that is not UTF-8", [MaskedFrame.bytes(1, [0x61, 0xFF])], [.violation(.notUTF8)]),
        Line("text that ends within a character", [MaskedFrame.bytes(1, [0xE2, 0x82])], [.violation(.notUTF8)]),
        Line(
            "fragments that end within a character",
            [MaskedFrame.bytes(1, [0xE2], isFinal: false), MaskedFrame.more([0x82], isFinal: true)],
            [.violation(.notUTF8)]
        ),
    ]

    static let table = messages + fragments + controls + violations

    @Test(arguments: table)
    func `a stream of frames is read as the RFC says`(line: Line) {
        #expect(FrameParser.events(in: [line.input], limit: Self.limit) == line.events)
    }

    @Test(arguments: table)
    func `where a stream is cut changes nothing`(line: Line) {
        for cut in 0...line.input.count {
            let pieces = [Array(line.input[..<cut]), Array(line.input[cut...])]
            #expect(FrameParser.events(in: pieces, limit: Self.limit) == line.events, "cut at \(cut)")
        }
        #expect(FrameParser.events(in: line.input.map { [$0] }, limit: Self.limit) == line.events)
    }

    @Test(arguments: [1, 2, 8, 9, 10] as [UInt8], 1...7 as ClosedRange<UInt8>)
    func `the reserved bits are refused`(opcode: UInt8, bits: UInt8) {
        let events = FrameParser.events(in: [MaskedFrame.bytes(opcode, reserved: bits)], limit: Self.limit)
        #expect(events == [.violation(.reservedBits)])
    }

    @Test(arguments: [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] as [UInt8])
    func `the reserved opcodes are refused at their first byte`(opcode: UInt8) {
        let events = FrameParser.events(in: [[0x80 | opcode]], limit: Self.limit)
        #expect(events == [.violation(.unknownOpcode)])
    }

    @Test
    func `exactly the close codes that may be sent are taken`() {
        let taken = ([0...5100, 0xFF00...0xFFFF] as [ClosedRange<UInt16>]).joined().filter { code in
            FrameParser.events(in: [MaskedFrame.close(code)], limit: Self.limit) == [.close(code: code)]
        }
        #expect(taken == Array(1000...1003) + Array(1007...1014) + Array(3000...4999))
    }

    @Test
    func `text is refused at its first wrong byte, whatever is still to come`() {
        let whole = MaskedFrame.bytes(1, Array("κόσμε".utf8) + [0xF4, 0x90] + Array("and more".utf8))
        let wrong = 6 + "κόσμε".utf8.count + 1
        let before = FrameParser.events(in: [Array(whole[..<wrong])], limit: Self.limit)
        let at = FrameParser.events(in: [Array(whole[..<wrong]), [whole[wrong]]], limit: Self.limit)
        #expect(before == [])
        #expect(at == [.violation(.notUTF8)])
    }

    @Test
    func `a declared length is refused before any of it is sent`() {
        let events = FrameParser.events(in: [[0x82, 0xFE, 0x03, 0xE9]], limit: Self.limit)
        #expect(events == [.violation(.tooLong(limit: Self.limit))])
    }

    @Test
    func `a message has storage of its own`() {
        // The socket's buffer is read into again while a delegate may keep the message.
        var bytes = ByteBuffer(bytes: MaskedFrame.text("kept"))
        var parser = FrameParser(limit: Self.limit)
        guard case .text(let message) = parser.next(in: &bytes) else {
            Issue.record("no text came")
            return
        }
        bytes.clear()
        bytes.writeRepeatingByte(0, count: 20)
        #expect(message == ByteBuffer(string: "kept"))
        #expect(message.readerIndex == 0)
    }

    private static func stars(_ count: Int) -> String { String(repeating: "*", count: count) }

    private static func bytes(_ count: Int, of byte: UInt8) -> [UInt8] { .init(repeating: byte, count: count) }

    private static func more(_ text: String, _ isFinal: Bool) -> [UInt8] {
        MaskedFrame.more(Array(text.utf8), isFinal: isFinal)
    }
}
