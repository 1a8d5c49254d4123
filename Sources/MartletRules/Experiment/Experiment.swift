// SPDX-License-Identifier: Apache-2.0

/// Gives each subject one variant of a feature, the same one every time, from names alone.
///
/// Holds what somebody wrote down, sense or not; ``selection(for:)`` works with ``rollout`` and ``offered`` instead.
package struct Experiment: Hashable, Sendable {
    /// The control's name unless another one is given.
    package static let standardControl = "control"

    /// What the experiment is called; part of every hash.
    package var key: String
    /// Whether anybody takes part.
    package var isEnabled: Bool
    /// The share of subjects that takes part, in percent; nil if it was never said.
    package var rolloutPercentage: Double?
    /// What takes the control's place for those who take part.
    package var variants: [String]
    /// What everybody else gets.
    package var control: String
    /// How subjects are dealt out.
    package var algorithm: ExperimentAlgorithm

    package init(
        key: String,
        isEnabled: Bool = false,
        rolloutPercentage: Double? = nil,
        variants: [String] = [],
        control: String = Self.standardControl,
        algorithm: ExperimentAlgorithm = .martlet1
    ) {
        self.key = key
        self.isEnabled = isEnabled
        self.rolloutPercentage = rolloutPercentage
        self.variants = variants
        self.control = control
        self.algorithm = algorithm
    }

    /// The share that takes part, from 0 to 100 percent; everyone if it was never said or is no number.
    package var rollout: Double {
        guard let given = self.rolloutPercentage, !given.isNaN else { return 100 }
        return min(max(given, 0), 100)
    }

    /// The variants that can be given: without empty names and without the control, in order.
    package var offered: [String] {
        self.variants.filter { !$0.isEmpty && !$0.utf8.elementsEqual(self.control.utf8) }
    }

    /// What a subject gets.
    ///
    /// - Parameter subject: Who asks, usually the number of a user; nil or empty if nobody is known.
    /// - Returns: The variant, and why.
    package func selection(for subject: String?) -> ExperimentSelection {
        let subject = subject.flatMap { $0.isEmpty ? nil : $0 }
        let bucket = subject.map { self.algorithm.bucket(of: $0, in: self.key) }
        let offered = self.offered
        func control(_ reason: ExperimentSelection.Reason) -> ExperimentSelection {
            ExperimentSelection(of: self, variant: self.control, bucket: bucket, reason: reason)
        }
        guard self.isEnabled else { return control(.disabled) }
        guard let subject, let bucket else { return control(.noSubject) }
        guard !offered.isEmpty else { return control(.noVariants) }
        guard self.rollout > 0 else { return control(.noRollout) }
        let index = self.algorithm.variant(
            of: subject,
            at: bucket,
            in: self.key,
            among: offered.count,
            rollout: self.rollout
        )
        guard let index else { return control(.outsideRollout) }
        return ExperimentSelection(of: self, variant: offered[index], bucket: bucket, reason: .assigned)
    }
}
