// SPDX-License-Identifier: Apache-2.0

/// Texts that fill a store: words as unevenly spread as people's, the same ones for the same numbers.
struct Prose: Sendable {
    private static let words = """
        about after again all also always another any around because before below build call change channel check clear \
        close come could deploy different done down draft early enough error even every first fix follow friday from give \
        good great green have help here hour issue join just keep last later latency left less like line list little long \
        look lunch made make many maybe meet merge message might minute monday more morning most much need never new next \
        night note nothing number often once only open order other over page part plan please point push question quick \
        read ready really release reply report review right room same second see send server set ship should show small \
        some soon start status still stop such sure table take team test than thanks that their then there these they \
        thing think this thread through time today together tomorrow tonight too try turn two under until update use very \
        wait want watch week well what when where which while why will with without work would write yesterday yet your
        """.split(separator: " ").map(String.init)

    /// The text of one message: some 200 bytes, among them a name that few others have.
    func text(_ index: Int) -> String {
        var text = "ref\(index &* 2_654_435_761 % 1_000_003)"
        var state = UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15 | 1
        while text.utf8.count < 195 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            // The product of two draws makes the first words the common ones.
            let place = Int(state >> 40 & 0xFFF) * Int(state >> 20 & 0xFFF) * Self.words.count >> 24
            text += " " + Self.words[place]
        }
        return text
    }
}
