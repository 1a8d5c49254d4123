// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletRules

/// Which experiment of which configuration.
struct ExperimentOptions: ParsableArguments {
    @Option(help: "The client's configuration, such as config.json.", completion: .file(extensions: ["json"]))
    var config: String
    @Option(help: "The experiment's key.") var experiment: String
    @Flag(help: "Fail if a field of the experiment is of the wrong kind, instead of leaving it out.") var strict = false

    /// Reads the experiment, and tells on standard error what is wrong with it or likely not meant.
    func load() throws -> Experiment {
        let configuration = try ClientConfigurationFile(self.config).configuration()
        let path = "experiments.\(self.experiment)"
        let findings = configuration.findings.filter {
            $0.path == "experiments" || $0.path == path || $0.path.hasPrefix("\(path).")
        }
        let problems = findings.filter { $0.severity == .problem }
        guard !self.strict || problems.isEmpty else {
            throw CommandFailure(.invalid, problems.map(\.description).joined(separator: "\n"))
        }
        Terminal.standard.note(findings)
        guard let experiment = configuration.experiment(self.experiment) else {
            let keys = configuration.experiments.map(\.key)
            let known = keys.isEmpty ? "there are none" : "there are \(keys.joined(separator: ", "))"
            throw CommandFailure(.notFound, "\(self.config) has no experiment \(self.experiment): \(known)")
        }
        return experiment
    }
}
