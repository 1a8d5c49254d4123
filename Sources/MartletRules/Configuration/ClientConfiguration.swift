// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// The parts of a client's `config.json` that Martlet knows; all others are the application's.
package struct ClientConfiguration: Hashable, Sendable {
    /// The experiments in their order.
    package let experiments: [Experiment]
    /// How credentials are kept in step.
    package let sessionSync: CredentialSyncSettings
    /// What is wrong with these parts, or right and likely not meant.
    package let findings: [ConfigurationFinding]

    /// Reads a document; what is wrong in it is noted and not used.
    package init(_ document: JSONValue) {
        var findings: [ConfigurationFinding] = []
        var experiments: [Experiment] = []
        switch document["experiments"] {
        case nil, .null: break
        case .object(let members):
            for member in members {
                experiments.append(Experiment(key: member.name, reading: member.value, noting: &findings))
            }
        default: findings.append(ConfigurationFinding(.problem, "experiments", "expected an object: there are none"))
        }
        self.experiments = experiments
        self.sessionSync = CredentialSyncSettings(reading: document["sessionSync"] ?? .null, noting: &findings)
        let strategy = experiments.first { $0.key == CredentialSyncPhases.experiment }
        self.findings = findings + self.sessionSync.warnings(beside: strategy)
    }

    /// The experiment with that key.
    package func experiment(_ key: String) -> Experiment? {
        self.experiments.first { $0.key.utf8.elementsEqual(key.utf8) }
    }
}
