// SPDX-License-Identifier: Apache-2.0

/// How an experiment deals out a crowd, beside how it is meant to.
package struct ExperimentSimulation: Hashable, Sendable {
    /// What one variant gets.
    package struct Share: Hashable, Sendable {
        /// The variant.
        package let variant: String
        /// How many subjects got it.
        package let count: Int
        /// The part of all subjects that is meant to get it, from 0 to 1.
        package let expected: Double
        /// Whether the count is more than four standard deviations away: one chance in sixteen thousand.
        package let strays: Bool
    }

    /// How many subjects there were.
    package let total: Int
    /// The control first, then the variants in order; a name that stands twice is one.
    package let shares: [Share]

    package init(of experiment: Experiment, over subjects: some Sequence<String>) {
        var counts: [String: Int] = [:]
        var total = 0
        for subject in subjects {
            counts[experiment.selection(for: subject).variant, default: 0] += 1
            total += 1
        }
        let offered = experiment.isEnabled ? experiment.offered : []
        var expected: [String: Double] = [:]
        for (index, variant) in offered.enumerated() {
            let rollout = experiment.rollout
            expected[variant, default: 0] +=
                experiment.algorithm.expectedShare(of: index, among: offered.count, rollout: rollout)
        }
        expected[experiment.control] = 1 - expected.values.reduce(0, +)
        var order = [experiment.control]
        for variant in offered where !order.contains(variant) { order.append(variant) }
        self.total = total
        self.shares = order.map { variant in
            let (count, part) = (counts[variant] ?? 0, expected[variant] ?? 0)
            let mean = Double(total) * part
            let deviation = (mean * max(0, 1 - part)).squareRoot()
            return Share(
                variant: variant,
                count: count,
                expected: part,
                strays: abs(Double(count) - mean) > 4 * deviation + 1
            )
        }
    }
}
