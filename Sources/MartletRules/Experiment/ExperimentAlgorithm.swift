// SPDX-License-Identifier: Apache-2.0

/// How subjects are dealt out.
///
/// A running experiment must keep its algorithm: the other one deals everybody anew.
package enum ExperimentAlgorithm: String, Hashable, Sendable, CaseIterable {
    /// The default, for compatibility: two polynomial hashes, one for the rollout and one for the variant.
    ///
    /// They are not independent, and sequential ids stay together; see ``PolynomialHash``.
    case martlet1 = "martlet-1"
    /// Version 2 of GrowthBook's hash with its ranges: well mixed, and raising a rollout moves nobody.
    ///
    /// Specified in "Build Your Own SDK", docs.growthbook.io/lib/build-your-own (version 0.4.0 and later), functions
    /// `hash`, `getBucketRanges` and `chooseVariation`; the seed is the experiment's key, the weights are equal.
    case growthBook2 = "growthbook-2"

    /// How many buckets there are.
    package static let buckets = 10_000

    /// Where a subject stands among the buckets, whatever the rollout is.
    package func bucket(of subject: String, in key: String) -> Int {
        switch self {
        case .martlet1: Int(PolynomialHash("\(key):rollout:\(subject)").value % UInt64(Self.buckets))
        case .growthBook2: Int(FNVHash(String(FNVHash(key + subject).value)).value % UInt32(Self.buckets))
        }
    }

    /// Which of the variants a subject gets.
    ///
    /// - Parameters:
    ///   - subject: Who is dealt out.
    ///   - bucket: Where the subject stands.
    ///   - key: The experiment's key.
    ///   - count: How many variants there are; at least one.
    ///   - rollout: The share that takes part, from 0 to 100 percent.
    /// - Returns: The variant's place; nil if the subject does not take part.
    func variant(of subject: String, at bucket: Int, in key: String, among count: Int, rollout: Double) -> Int? {
        switch self {
        case .martlet1:
            guard bucket < Self.cutoff(of: rollout) else { return nil }
            return Int(PolynomialHash("\(key):variant:\(subject)").value % UInt64(count))
        case .growthBook2:
            return GrowthBookRanges(count: count, coverage: rollout / 100).index(of: bucket)
        }
    }

    /// The share of all subjects that each of the variants is meant to get, from 0 to 1.
    func expectedShare(of index: Int, among count: Int, rollout: Double) -> Double {
        let buckets = Double(Self.buckets)
        switch self {
        case .martlet1:
            return Double(Self.cutoff(of: rollout)) / buckets / Double(count)
        case .growthBook2:
            let ranges = GrowthBookRanges(count: count, coverage: rollout / 100)
            return Double((0..<Self.buckets).count { ranges.index(of: $0) == index }) / buckets
        }
    }

    /// How many buckets take part with `martlet-1`: rounded down, so that 0.29 percent is 28 of them.
    package static func cutoff(of rollout: Double) -> Int {
        Int((rollout * 100).rounded(.down))
    }
}
