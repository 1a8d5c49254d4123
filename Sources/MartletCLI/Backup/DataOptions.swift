// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import MartletServer

/// Which data directory a command works on.
struct DataOptions: ParsableArguments {
    @OptionGroup var file: ConfigurationFileOptions
    @Option(help: "The server's data directory; as the server's own settings say by default.", completion: .directory)
    var data: String?

    /// The directory.
    func directory(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(ConfigurationError) -> String {
        let options: [String: SettingValue] = self.data.map { ["data": .text($0)] } ?? [:]
        let file = self.file.path(environment: environment)
        return try await ConfigurationSources(options: options, environment: environment, file: file).load().settings
            .data
    }
}
