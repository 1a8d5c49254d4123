// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MartletServer

/// Judged by the standard library's own decoder.
struct UTF8ValidatorTests {
    @Test
    func `every sequence of one or two bytes is judged as the standard library does`() {
        for first in 0...UInt8.max {
            #expect(Self.isValid([first]) == Self.isUTF8([first]))
            for second in 0...UInt8.max {
                let bytes = [first, second]
                guard Self.isValid(bytes) != Self.isUTF8(bytes) else { continue }
                Issue.record("\(bytes) is misjudged")
            }
        }
    }

    @Test
    func `longer sequences around every border are judged as the standard library does`() {
        let edges: [UInt8] = [
            0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
            0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        for first in edges {
            for second in edges {
                for third in edges {
                    for fourth in edges {
                        let bytes = [first, second, third, fourth]
                        guard Self.isValid(bytes) != Self.isUTF8(bytes) else { continue }
                        Issue.record("\(bytes) is misjudged")
                    }
                }
            }
        }
    }

    @Test
    func `where text is cut changes nothing`() {
        let text = Array("plain text, then κόσμε, 日本語 and 🐦🐦, then plain text again".utf8)
        for cut in 0...text.count {
            var validator = UTF8Validator()
            #expect(text[..<cut].withUnsafeBytes { validator.accept($0) })
            #expect(text[cut...].withUnsafeBytes { validator.accept($0) })
            #expect(validator.isComplete)
        }
    }

    @Test(arguments: 0..<24)
    func `a wrong byte is found at any place in a row of ASCII`(place: Int) {
        var bytes = [UInt8](repeating: 0x61, count: 24)
        bytes[place] = 0xFF
        var validator = UTF8Validator()
        #expect(!bytes.withUnsafeBytes { validator.accept($0) })
    }

    private static func isValid(_ bytes: [UInt8]) -> Bool {
        var validator = UTF8Validator()
        return bytes.withUnsafeBytes { validator.accept($0) } && validator.isComplete
    }

    private static func isUTF8(_ bytes: [UInt8]) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }
}
