// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletTesting
import Testing

@Suite struct Base64URLTests {
    @Test func `what was written is read again, and has no padding`() {
        var generator = SeededGenerator(seed: 1)
        for count in 0..<70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            let text = Base64URL.encode(bytes)
            #expect(!text.contains { "+/=".contains($0) })
            #expect(Base64URL.decode(Array(text.utf8)) == bytes)
        }
    }

    @Test(arguments: ["A", "AA=", "AA==", "A+", "A/", "AB", "A A", "AAA\n", "AAAAA", "é", "AA\u{0}A"])
    func `a second spelling of the same bytes, or of none, is refused`(text: String) {
        #expect(Base64URL.decode(Array(text.utf8)) == nil)
    }
}
