// SPDX-License-Identifier: Apache-2.0

import MartletRules
public import MartletWire

/// The experiments of a client's configuration: who gets which variant of a feature.
///
/// ```swift
/// let experiments = Experiments(configuration)
/// if experiments.selection("threadUI", for: user).variant == "tree" { … }
/// ```
public struct Experiments: Sendable {
    /// What a subject gets.
    public struct Selection: Hashable, Sendable {
        /// The variant's name, the control's for whoever takes no part.
        public let variant: String
        /// Whether the subject takes part.
        public let inExperiment: Bool
        /// Where the subject stands among 10,000; nil without a subject or experiment.
        public let bucket: Int?
    }

    private let configuration: ClientConfiguration

    /// Takes a client's configuration, such as the server's `/config.json`; what is wrong in it is left out.
    public init(_ configuration: JSONValue) {
        self.configuration = ClientConfiguration(configuration)
    }

    /// What is wrong with the parts of the configuration that Martlet knows, or likely not meant.
    public var warnings: [String] { self.configuration.findings.map(\.description) }

    /// What a subject gets, the same every time and on every device.
    /// - Parameters:
    ///   - key: The experiment; one that there is not gives everybody `control`.
    ///   - subject: Who asks, usually the number of the user; nil while nobody is signed in.
    /// - Returns: The variant.
    public func selection(_ key: String, for subject: String?) -> Selection {
        let experiment = self.configuration.experiment(key) ?? Experiment(key: key)
        let selection = experiment.selection(for: subject)
        return Selection(
            variant: selection.variant,
            inExperiment: selection.inExperiment,
            bucket: self.configuration.experiment(key) == nil ? nil : selection.bucket
        )
    }
}
