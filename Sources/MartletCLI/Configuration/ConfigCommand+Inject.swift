// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import MartletRules
import MartletWire

extension ConfigCommand {
    /// Puts what a deployment changes into a client's configuration file.
    struct Inject: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Merges \(ConfigurationInjection.overridesVariable) into a client's config.json.",
            discussion: """
                Run it before the server or the application starts. Unset or empty, the variable changes nothing. Objects merge; \
                arrays, null and everything else replace what was there; names that pollute prototypes are dropped. An override \
                that cannot be used leaves the file as it is, and fails with \(ExitStatus.notInjected.rawValue) if \
                \(ConfigurationInjection.strictVariable) is exactly true; a file that cannot be read or is not JSON always fails. \
                Prints the experiments that result. Of the override, only its outermost names are told.
                """
        )

        @Option(help: "The file to change.", completion: .file(extensions: ["json"])) var file = "config.json"

        func run() throws {
            let environment = ProcessInfo.processInfo.environment
            let injection = ConfigurationInjection(
                overrides: environment[ConfigurationInjection.overridesVariable],
                strict: environment[ConfigurationInjection.strictVariable]
            )
            guard let injection else {
                Terminal.standard.note("note: \(ConfigurationInjection.overridesVariable) is empty: nothing to inject")
                return
            }
            guard let base = try? ClientConfigurationFile(self.file).bytes() else {
                throw CommandFailure(.notInjected, "\(self.file) cannot be read")
            }
            switch injection.outcome(for: base) {
            case .refused(let reason):
                throw CommandFailure(.notInjected, "\(self.file) stays as it is: \(reason)")
            case .untouched(let reason, let document):
                Terminal.standard.note("warning: \(self.file) stays as it is: \(reason)")
                try self.showExperiments(of: document)
            case .merged(let merged):
                Terminal.standard.note(merged.findings)
                if merged.bytes != base { try self.replace(with: merged.bytes) }
                let names = merged.names.map { TerminalText($0).string }.joined(separator: ", ")
                let change = merged.bytes == base ? "was so already" : "is changed"
                Terminal.standard.note("note: \(self.file) \(change); the override has: \(names)")
                try self.showExperiments(of: merged.document)
            }
        }

        private func replace(with bytes: [UInt8]) throws {
            do {
                try FileReplacement(of: self.file).write(bytes)
            } catch {
                throw CommandFailure(.notInjected, "\(self.file) cannot be written: \(error)")
            }
        }

        private func showExperiments(of document: JSONValue) throws {
            try Terminal.standard.write((document["experiments"] ?? [:]).indented(), to: .output)
        }
    }
}
