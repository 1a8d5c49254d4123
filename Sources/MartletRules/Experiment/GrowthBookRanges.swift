// SPDX-License-Identifier: Apache-2.0

/// The part of the line from 0 to 1 that belongs to each variant.
///
/// Every variant's part begins where it would with everyone taking part, and grows to the right with the coverage: so
/// nobody who has a variant ever changes it, or loses it, when the coverage is raised.
package struct GrowthBookRanges: Hashable, Sendable {
    /// The parts, each without its end.
    package let ranges: [Range<Double>]

    /// - Parameters:
    ///   - count: How many variants share the line evenly.
    ///   - coverage: The share of each part that takes part, from 0 to 1.
    package init(count: Int, coverage: Double) {
        let weight = 1 / Double(count)
        var start = 0.0
        self.ranges = (0..<count).map { _ in
            defer { start += weight }
            return start..<(start + coverage * weight)
        }
    }

    /// The first part that holds a bucket.
    package func index(of bucket: Int) -> Int? {
        let point = Double(bucket) / Double(ExperimentAlgorithm.buckets)
        return self.ranges.firstIndex { $0.contains(point) }
    }
}
