// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Experiment {
    /// Reads one entry of a configuration's `experiments`.
    ///
    /// What is wrong is noted and read as if it were not there, with one exception: an algorithm that is not known
    /// switches the experiment off, since any other one would deal everybody anew.
    /// - Parameters:
    ///   - key: The experiment's key.
    ///   - value: The entry.
    ///   - findings: Takes what is wrong, or right and likely not meant.
    init(key: String, reading value: JSONValue, noting findings: inout [ConfigurationFinding]) {
        var fields = ConfigurationFields(value, at: "experiments.\(key)")
        self.init(
            key: key,
            isEnabled: fields.flag("enabled"),
            rolloutPercentage: fields.number("rolloutPercentage"),
            variants: fields.texts("variants")
        )
        if let control = fields.text("controlVariant") {
            if control.isEmpty { fields.note(.problem, "controlVariant", "is empty: it is \(self.control)") }
            self.control = control.isEmpty ? self.control : control
        }
        if let name = fields.text("algorithm") {
            if let algorithm = ExperimentAlgorithm(rawValue: name) {
                self.algorithm = algorithm
            } else {
                let known = ExperimentAlgorithm.allCases.map(\.rawValue).joined(separator: " or ")
                fields.note(.problem, "algorithm", "expected \(known): the experiment is off")
                self.isEnabled = false
            }
        }
        findings += fields.findings + self.warnings
    }
}
