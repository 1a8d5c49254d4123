// SPDX-License-Identifier: Apache-2.0

import MartletRules

/// How a crowd was dealt out, as it is told.
struct ExperimentSplit: Encodable {
    /// What one variant got.
    struct Part: TableRow, Encodable {
        /// How many columns the bar of the whole crowd takes.
        private static let widest = 40.0

        let variant: String
        let count: Int
        let share: Double
        let expected: Double
        let strays: Bool

        static var columns: [Column<Self>] {
            [
                .text("VARIANT", isElastic: true) { $0.variant },
                .number("SUBJECTS") { $0.count },
                .number("SHARE") { PercentText($0.share) },
                .number("MEANT") { PercentText($0.expected) },
                .text("") { String(repeating: "█", count: Int((Self.widest * $0.share).rounded())) },
            ]
        }
    }

    let experiment: String
    let algorithm: String
    let subjects: Int
    let variants: [Part]

    init(_ simulation: ExperimentSimulation, of experiment: Experiment) {
        self.experiment = experiment.key
        self.algorithm = experiment.algorithm.rawValue
        self.subjects = simulation.total
        self.variants = simulation.shares.map { share in
            Part(
                variant: share.variant,
                count: share.count,
                share: Double(share.count) / Double(max(simulation.total, 1)),
                expected: share.expected,
                strays: share.strays
            )
        }
    }
}
