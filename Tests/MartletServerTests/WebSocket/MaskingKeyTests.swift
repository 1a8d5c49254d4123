// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MartletServer

struct MaskingKeyTests {
    @Test
    func `the RFC's masked Hello is unmasked`() {
        #expect(Self.unmask([[0x7F, 0x9F, 0x4D, 0x51, 0x58]], key: [0x37, 0xFA, 0x21, 0x3D]) == Array("Hello".utf8))
    }

    @Test(arguments: 0...35)
    func `every length is unmasked, in one piece and in two`(count: Int) {
        let key: [UInt8] = [0x01, 0x80, 0xFE, 0x5A]
        let plain = (0..<count).map { UInt8($0 * 7) }
        let masked = plain.enumerated().map { $1 ^ key[$0 % 4] }
        #expect(Self.unmask([masked], key: key) == plain)
        for cut in 0...count {
            #expect(Self.unmask([Array(masked[..<cut]), Array(masked[cut...])], key: key) == plain, "cut at \(cut)")
        }
    }

    private static func unmask(_ pieces: [[UInt8]], key: [UInt8]) -> [UInt8] {
        var masking = MaskingKey()
        key.forEach { masking.append($0) }
        return pieces.flatMap { piece in
            [UInt8](unsafeUninitializedCapacity: piece.count) { target, count in
                piece.withUnsafeBytes {
                    masking.unmask($0, into: .init(.init(rebasing: target[..<piece.count])))
                }
                count = piece.count
            }
        }
    }
}
