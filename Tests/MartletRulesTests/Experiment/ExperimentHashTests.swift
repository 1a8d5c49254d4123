// SPDX-License-Identifier: Apache-2.0

import MartletRules
import Testing

@Suite struct ExperimentHashTests {
    struct Golden: Sendable {
        var subject: String
        var rollout: UInt64
        var variant: UInt64
    }

    static let sessionSync = [
        Golden(subject: "@alice:example.org", rollout: 3_625_715_777, variant: 2_870_032_278),
        Golden(subject: "@bob:example.org", rollout: 3_936_578_237, variant: 2_308_746_354),
        Golden(subject: "@carol:matrix.org", rollout: 3_828_336_275, variant: 1_035_756_861),
        Golden(subject: "@dave:sable.moe", rollout: 1_043_394_359, variant: 899_824_122),
        Golden(subject: "@\u{E9}milie:example.org", rollout: 2_001_322_525, variant: 1_791_031_849),
        Golden(subject: "\u{E9}", rollout: 2_978_675_375, variant: 4_171_279_937),
        Golden(subject: "😀", rollout: 3_666_696_011, variant: 984_103_866),
        Golden(subject: "user-1", rollout: 1_851_478_500, variant: 4_002_800_010),
        Golden(subject: "user-2", rollout: 1_851_478_501, variant: 4_002_800_011),
    ]

    static let threadUI = [
        Golden(subject: "@alice:example.org", rollout: 1_807_589_787, variant: 1_051_906_288),
        Golden(subject: "@bob:example.org", rollout: 3_306_029_858, variant: 1_678_197_975),
        Golden(subject: "@carol:matrix.org", rollout: 2_830_877_155, variant: 38_297_741),
        Golden(subject: "@dave:sable.moe", rollout: 1_399_227_121, variant: 1_255_656_884),
        Golden(subject: "@\u{E9}milie:example.org", rollout: 50_018_840, variant: 4_134_695_455),
        Golden(subject: "\u{E9}", rollout: 1_992_914_628, variant: 3_185_519_190),
        Golden(subject: "😀", rollout: 3_381_056_884, variant: 698_464_739),
        Golden(subject: "user-1", rollout: 2_596_018_740, variant: 452_372_959),
        Golden(subject: "user-2", rollout: 2_596_018_741, variant: 452_372_960),
    ]

    @Test func `1.5: the compatible hash starts at zero and begins with the unit itself`() {
        #expect(PolynomialHash("").value == 0)
        #expect(PolynomialHash("a").value == 97)
        #expect(PolynomialHash("😀").value == 0xD83D * 131 + 0xDE00)
    }

    @Test(arguments: ["sessionSyncStrategy", "threadUI"])
    func `1.5, 7: golden hashes, buckets and variants of the compatible algorithm`(key: String) throws {
        let golden = key == "threadUI" ? Self.threadUI : Self.sessionSync
        let everyone = Experiment(key: key, isEnabled: true, rolloutPercentage: 100, variants: ["0", "1"])
        for row in golden {
            #expect(PolynomialHash("\(key):rollout:\(row.subject)").value == row.rollout, "\(row.subject)")
            #expect(PolynomialHash("\(key):variant:\(row.subject)").value == row.variant, "\(row.subject)")
            let selection = everyone.selection(for: row.subject)
            #expect(selection.bucket == Int(row.rollout % 10_000), "\(row.subject)")
            #expect(selection.variant == String(row.variant % 2), "\(row.subject)")
        }
    }

    @Test func `1.5: what looks alike but is spelt with other units is somebody else`() {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        #expect(composed == decomposed)
        #expect(PolynomialHash(composed) != PolynomialHash(decomposed))
        #expect(FNVHash(composed) != FNVHash(decomposed))
    }

    /// FNV-1a's own vectors (Noll), then GrowthBook's for version 2, with its floats times 10,000.
    @Test func `1.5: FNV-1a and GrowthBook's second version agree with what their authors publish`() {
        for (text, hash) in [("", 0x811C_9DC5), ("a", 0xE40C_292C), ("foobar", 0xBF9C_F968)] as [(String, UInt32)] {
            #expect(FNVHash(text).value == hash, "\(text)")
        }
        let cases: [(seed: String, value: String, bucket: Int)] = [
            ("seed", "a", 505), ("seed", "b", 2696), ("foo", "ab", 2575), ("foo", "def", 2019),
            ("89123klj", "8952klfjas09ujkasdf", 1240), ("90850943850283058242805", "123", 7516),
            (#"()**(%$##$%#$#"#, #"___)((*":&"#, 128),
        ]
        for (seed, value, bucket) in cases {
            #expect(ExperimentAlgorithm.growthBook2.bucket(of: value, in: seed) == bucket, "\(seed) \(value)")
        }
    }

    @Test func `1.5: beyond ASCII the second algorithm agrees with browsers, which hash UTF-16`() {
        let cases = [("@\u{E9}milie:example.org", 3806), ("\u{E9}", 9559), ("😀", 6834)]
        for (subject, bucket) in cases {
            #expect(ExperimentAlgorithm.growthBook2.bucket(of: subject, in: "sessionSyncStrategy") == bucket)
        }
    }

    @Test func `1.5: ranges are those of the published examples`() {
        #expect(GrowthBookRanges(count: 2, coverage: 1).ranges == [0..<0.5, 0.5..<1])
        #expect(
            GrowthBookRanges(count: 4, coverage: 0.5).ranges == [0..<0.125, 0.25..<0.375, 0.5..<0.625, 0.75..<0.875]
        )
        #expect(GrowthBookRanges(count: 2, coverage: 0).index(of: 0) == nil)
        for count in 1...64 {
            let ranges = GrowthBookRanges(count: count, coverage: 1)
            #expect((0..<10_000).allSatisfy { ranges.index(of: $0) != nil }, "\(count)")
        }
    }
}
