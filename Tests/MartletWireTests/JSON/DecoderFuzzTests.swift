// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletTesting
import MartletWire
import Testing

/// Bytes from outside never trap, and what is accepted is JSON.
///
/// The rounds are few by default; `MARTLET_FUZZ_ROUNDS` and `MARTLET_FUZZ_SEED` make them many and others.
struct DecoderFuzzTests {
    private static func setting(_ name: String, _ standard: UInt64) -> UInt64 {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } ?? standard
    }

    private let rounds = Self.setting("MARTLET_FUZZ_ROUNDS", 3000)
    private let seed = Self.setting("MARTLET_FUZZ_SEED", 4711)

    private static let seeds: [[UInt8]] =
        (EventGoldenTests.events.map(\.1) + FrameGoldenTests.server.map(\.1) + FrameGoldenTests.client.map(\.1)
        + MethodGoldenTests.rows.map {
            #"{"jsonrpc":"2.0","id":1,"method":"\#($0.name)","params":\#($0.params)}"#
        } + [
            #"{"epoch":"e1","seq":42,"events":[{"seq":1,"type":"a","data":{}}],"more":false,"resync":null}"#,
            #"{"v":1,"epoch":"e1","seq":42,"audience":{"users":[1],"channels":[],"workspaces":[],"except":[]},"#
                + #""redacts":[3],"memberships":[{"action":"begin","user":1,"key":13}],"event":{"type":"a","data":{}}}"#,
            #"[{"jsonrpc":"2.0","id":"\ud83d\ude00","method":"user.me"},[[[1e5,-0.0,true,null]]]]"#,
        ]).map { Array($0.utf8) }

    private static let morsels: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "\\ude00", "null", "true", "1e999", "-", "0",
            ".5",
            "9223372036854775808", "-9223372036854775808", "\u{FEFF}", "\u{0}", "\"type\":", "[[[[[[[[[[[[[[[[",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]

    private func mutated(using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Self.seeds.randomElement(using: &generator) ?? []
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(contentsOf: Self.morsels.randomElement(using: &generator) ?? [], at: place)
            case 3: bytes.removeSubrange(place...)
            case 4: bytes.removeSubrange(place..<Int.random(in: place...bytes.count, using: &generator))
            default:
                let end = Int.random(in: place...bytes.count, using: &generator)
                bytes.insert(
                    contentsOf: Array(bytes[place..<end]),
                    at: Int.random(in: 0...bytes.count, using: &generator)
                )
            }
        }
        return bytes
    }

    private func readEveryWay(_ bytes: [UInt8]) {
        let decoder = WireDecoder()
        _ = try? decoder.decode(ServerFrame.self, from: bytes)
        _ = try? decoder.decode(ClientFrame.self, from: bytes)
        _ = try? decoder.decode(EventFrame.self, from: bytes)
        _ = try? decoder.decode(LongPollPage.self, from: bytes)
        _ = try? decoder.decode(LinkEnvelope.self, from: bytes)
        _ = try? decoder.decode(SyncCatchUp.Result.self, from: bytes)
        _ = try? EventBytes.redacted(bytes)
        guard let body = try? RPCBody(decoding: bytes, methods: .standard, limits: .standard) else { return }
        let requests =
            switch body {
            case .single(let request): [request]
            case .batch(let requests): requests
            }
        for request in requests {
            guard let call = try? request.call.get() else { continue }
            try? call.validate(within: .standard)
        }
    }

    @Test func `noise never traps`() {
        var generator = SeededGenerator(seed: self.seed)
        for _ in 0..<self.rounds {
            let length = Int.random(in: 0...64, using: &generator)
            readEveryWay((0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
    }

    @Test func `damaged frames never trap, and what is accepted is JSON to others too`() throws {
        var generator = SeededGenerator(seed: self.seed)
        var accepted = 0
        for round in 0..<self.rounds {
            let bytes = mutated(using: &generator)
            readEveryWay(bytes)
            guard let ours = try? WireDecoder().decode(JSONValue.self, from: bytes) else { continue }
            accepted += 1
            let again = try WireDecoder().decode(JSONValue.self, from: WireEncoder().encode(ours))
            #expect(again == ours, "round \(round)")
            // Theirs is the judge of grammar; its objects have no order.
            do {
                let theirs = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
                #expect(sorted(theirs) == sorted(ours), "round \(round)")
            } catch {
                Issue.record("round \(round): only we accept \(String(decoding: bytes, as: UTF8.self))")
            }
        }
        #expect(accepted > 0)
    }

    private func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                members.map { JSONValue.Member($0.name, sorted($0.value)) }
                    .sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
            )
        case .array(let values): .array(values.map(sorted))
        case .integer(let number): .number(Double(number))
        case .null, .bool, .number, .string: value
        }
    }
}
