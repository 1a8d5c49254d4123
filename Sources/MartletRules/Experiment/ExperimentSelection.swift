// SPDX-License-Identifier: Apache-2.0

/// What one subject gets in one experiment.
package struct ExperimentSelection: Hashable, Sendable {
    /// Why the subject gets it.
    package enum Reason: String, Hashable, Sendable {
        case disabled
        case noSubject = "no_subject"
        case noVariants = "no_variants"
        case noRollout = "no_rollout"
        case outsideRollout = "outside_rollout"
        case assigned
    }

    /// The experiment's key.
    package let key: String
    /// Whether the experiment runs.
    package let isEnabled: Bool
    /// The share of subjects that takes part, from 0 to 100 percent.
    package let rollout: Double
    /// How subjects are dealt out.
    package let algorithm: ExperimentAlgorithm
    /// The variant, the control included.
    package let variant: String
    /// Where the subject stands among 10,000 buckets; nil without a subject.
    package let bucket: Int?
    /// Why.
    package let reason: Reason

    /// Whether the subject takes part.
    package var inExperiment: Bool { self.reason == .assigned }

    init(of experiment: Experiment, variant: String, bucket: Int?, reason: Reason) {
        self.key = experiment.key
        self.isEnabled = experiment.isEnabled
        self.rollout = experiment.rollout
        self.algorithm = experiment.algorithm
        self.variant = variant
        self.bucket = bucket
        self.reason = reason
    }
}
