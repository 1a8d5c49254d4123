// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletRules
import MartletTesting
import MartletWire
import NIOCore
import Testing

@testable import MartletServer

/// Whatever reads what comes from outside, beside the frames and calls of the wire, never traps.
///
/// The rounds are few by default; `MARTLET_FUZZ_ROUNDS` and `MARTLET_FUZZ_SEED` make them many and others.
struct ReaderFuzzTests {
    private static func setting(_ name: String, _ standard: UInt64) -> UInt64 {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } ?? standard
    }

    private let rounds = Self.setting("MARTLET_FUZZ_ROUNDS", 2000)
    private let seed = Self.setting("MARTLET_FUZZ_SEED", 4711)

    private static let seeds = [
        "/v1/events?since=41&epoch=e1&wait_ms=25000", "/ws/user/7?resume_from=9007199254740991&epoch=%65%31",
        "/v1/media/m1/..%2f%00", "/rpc", "bytes=0-499", "bytes=-500", "bytes=9223372036854775807-",
        "eyJhbGciOiJFUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJpIiwiYXVkIjoiYSIsImV4cCI6MTgwMDAwMDAwMH0.c2ln",
        #"{"keys":[{"kty":"EC","crv":"P-256","kid":"k","x":"AA","y":"AA"},{"kty":"oct","k":"c2VjcmV0"}]}"#,
        "__Host-martlet=a.b.c; martlet=x; other=\"y\"", "7.1800000000000.c2ln",
        "-9223372036854775808.9223372036854775807.AA",
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "120",
        "retry_after_ms=4294967295", "https://example.org:8443", "http://[::1]:80",
        "hi @ada and `@ben` ```@cleo``` @\u{E9}ve",
        "GIF89a", "%PDF-1.7", "\u{89}PNG\r\n\u{1A}\n", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        #"{"experiments":{"e":{"enabled":true,"rolloutPercentage":50,"variants":["a","b"],"controlVariant":"a"}}}"#,
        #"{"type":"joined","position":{"epoch":"e1","seq":42},"continuation":true}"#,
        #"{"type":"hello","v":1,"edge":"a","incarnation":18446744073709551615,"from":{"epoch":"e1","seq":1}}"#,
    ].map { Array($0.utf8) }

    private static let morsels: [[UInt8]] =
        [
            "%", "%2", "=", "&", ";", ",", "-", ".", "..", "/", "@", "`", "\u{0}", "\r\n", "9223372036854775808", "é",
            "{", "\"",
        ]
        .map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF]]

    private func mutated(using chance: inout SeededGenerator) -> [UInt8] {
        var bytes = Self.seeds.randomElement(using: &chance) ?? []
        for _ in 0..<Int.random(in: 0...4, using: &chance) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &chance)
            switch Int.random(in: 0..<5, using: &chance) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &chance)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(contentsOf: Self.morsels.randomElement(using: &chance) ?? [], at: place)
            case 3: bytes.removeSubrange(place...)
            default: bytes.insert(contentsOf: bytes.suffix(8), at: place)
            }
        }
        return bytes
    }

    @Test func `lines, headers and paths never trap`() {
        var chance = SeededGenerator(seed: self.seed)
        for _ in 0..<self.rounds {
            let bytes = self.mutated(using: &chance)
            let text = String(decoding: bytes, as: UTF8.self)
            let number = Int64.random(in: .min ... .max, using: &chance)
            let target = RequestTarget(text)
            let epoch = target.query["epoch"]
            let span = LogSpan(head: 50, floor: 3, terms: [Term(epoch: Epoch(rawValue: "e1"), firstSeq: 1)])
            _ = ResumeDecision(epoch: epoch, from: target.query["since"] ?? text, in: span)
            _ = AccessRoute(path: target.path, isSafe: Bool.random(using: &chance))
            _ = PathUser(text: text)
            _ = WebOrigin(text)
            _ = SessionCookie(isSecure: true).values(in: [text, text])
            _ = RetryHint(retryAfter: text, at: Timestamp(rawValue: abs(number / 2)))
            _ = RetryHint(text)
            let size = abs(number / 2)
            if case .part(let range) = ByteRange(text, of: size) {
                #expect(
                    range.lowerBound >= 0 && range.upperBound <= size && !range.isEmpty,
                    "seed \(self.seed): \(text)"
                )
            }
        }
    }

    @Test func `tokens, keys and files never trap`() {
        var chance = SeededGenerator(seed: self.seed &+ 1)
        for _ in 0..<self.rounds {
            let bytes = self.mutated(using: &chance)
            let text = String(decoding: bytes, as: UTF8.self)
            _ = try? CompactToken(Secret(text))
            _ = try? KeyDocument(json: bytes, mayHoldSecrets: true)
            _ = BeaconSeal.Claim(BeaconToken(rawValue: text))
            if let decoded = Base64URL.decode(bytes) {
                #expect(
                    Base64URL.decode(Array(Base64URL.encode(decoded).utf8)) == decoded,
                    "seed \(self.seed): \(text)"
                )
            }
            _ = MediaType(startingWith: bytes)
            _ = Mentions(in: text)
            _ = try? ConfigurationOverride(text)
        }
    }

    @Test func `what comes over the link never traps, however it is cut`() {
        var chance = SeededGenerator(seed: self.seed &+ 2)
        for _ in 0..<self.rounds {
            let json = self.mutated(using: &chance)
            let decoder = WireDecoder()
            _ = try? decoder.decode(CoreMessage.self, from: json)
            _ = try? decoder.decode(EdgeMessage.self, from: json)
            _ = try? decoder.decode(LinkHello.self, from: json)
            var stream = LinkFrame.encode(json).map { Array($0.readableBytesView) } ?? []
            if Bool.random(using: &chance), !stream.isEmpty {
                stream[Int.random(in: 0..<stream.count, using: &chance)] ^= 1
            }
            let whole = Self.frames(in: [stream[...]])
            let cut = Self.frames(in: stream.indices.map { stream[$0...$0] })
            #expect(whole == cut, "seed \(self.seed): \(stream)")
        }
    }

    private static func frames(in parts: [ArraySlice<UInt8>]) -> [[UInt8]] {
        var reader = LinkFrameReader()
        var frames: [[UInt8]] = []
        for part in parts {
            reader.append(ByteBuffer(bytes: part))
            do throws(LinkFrameFault) {
                while let frame = try reader.next() { frames.append(frame) }
            } catch {
                return frames
            }
        }
        return frames
    }
}
