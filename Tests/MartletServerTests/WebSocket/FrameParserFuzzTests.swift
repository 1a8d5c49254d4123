// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletTesting
import NIOCore
import Testing

@testable import MartletServer

/// Whatever comes, the parser ends with an event, and where the bytes were cut never shows.
struct FrameParserFuzzTests {
    private static let limit = 300
    /// How many streams a seed tries; `MARTLET_FUZZ_ROUNDS` makes them many.
    private static let rounds =
        ProcessInfo.processInfo.environment["MARTLET_FUZZ_ROUNDS"].flatMap { Int($0) }.map { $0 / 50 } ?? 50

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `frames of all kinds, some broken, mean the same however they are cut`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            var stream: [UInt8] = []
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                stream += Self.frame(using: &generator)
            }
            if Bool.random(using: &generator), !stream.isEmpty {
                let victim = Int.random(in: 0..<stream.count, using: &generator)
                stream[victim] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            }
            let whole = FrameParser.events(in: [stream], limit: Self.limit)
            let cut = FrameParser.events(in: Self.cut(stream, using: &generator), limit: Self.limit)
            #expect(whole == cut, "seed \(seed): \(stream)")
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `noise never does more than break the protocol`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<(4 * Self.rounds) {
            let count = Int.random(in: 0...64, using: &generator)
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let whole = FrameParser.events(in: [noise], limit: Self.limit)
            #expect(whole == FrameParser.events(in: noise.map { [$0] }, limit: Self.limit), "seed \(seed): \(noise)")
        }
    }

    private static func frame(using generator: inout SeededGenerator) -> [UInt8] {
        let opcode = ([0, 0, 1, 1, 1, 2, 2, 8, 9, 10] as [UInt8]).randomElement(using: &generator) ?? 1
        let isControl = opcode >= 8
        let longest = isControl ? 125 : Bool.random(using: &generator) ? 10 : 200
        var payload: [UInt8] = []
        if opcode == 8 {
            payload = [0x03, 0xE8]
        }
        while payload.count < Int.random(in: 0...longest, using: &generator) {
            payload += Array(Self.scalar(using: &generator))
        }
        // Fragments cut characters apart, so that what is left over has to be carried.
        let kept = Bool.random(using: &generator) ? payload.count : Int.random(in: 0...payload.count, using: &generator)
        let key = (0..<4).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return MaskedFrame.bytes(
            opcode,
            Array(payload.prefix(isControl ? min(kept, 125) : kept)),
            isFinal: isControl || Int.random(in: 0..<3, using: &generator) > 0,
            key: key
        )
    }

    private static func scalar(using generator: inout SeededGenerator) -> String.UTF8View {
        let range: ClosedRange<UInt32> =
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: 0...0x7F
            case 1: 0x80...0x7FF
            case 2: 0xE000...0xFFFF
            default: 0x10000...0x10FFFF
            }
        let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) ?? " "
        return String(scalar).utf8
    }

    private static func cut(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...max(1, min(rest.count, 40)), using: &generator)
            pieces.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}
