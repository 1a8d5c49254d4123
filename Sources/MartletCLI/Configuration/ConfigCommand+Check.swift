// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import MartletRules
import MartletServer
import MartletWire

extension ConfigCommand {
    /// Prints what holds and what cannot work.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the settings that would hold, where each was decided, and what cannot work.",
            discussion: """
                Takes the options, environment and file that `martlet serve` takes. Secrets are not printed. Exits with 0 if the \
                server would start, and with \(ExitStatus.configuration.rawValue) if not. What is wrong in client_config, or likely not \
                meant, is a warning on standard error.
                """
        )

        @OptionGroup var options: SettingOptions
        @Flag(help: "Print only what was decided somewhere.") var decided = false
        @Flag(help: "Print JSON, for scripts.") var json = false

        func validate() throws {
            _ = try self.options.values()
        }

        func run() async throws {
            let sources = try self.options.sources()
            let loaded = try await sources.load()
            let lines = Setting.all.map { EffectiveSetting($0, in: loaded) }.filter { !self.decided || $0.isDecided }
            let problems = loaded.settings.problems + StartChecks(settings: loaded.settings).problems
            if self.json {
                let document = EffectiveSettings(settings: lines, problems: problems.map(\.description))
                try Terminal.standard.write(String(decoding: WireEncoder().encode(document), as: UTF8.self))
            } else {
                try Terminal.standard.show(.rows(lines))
            }
            for name in Self.strangers(in: sources.environment) {
                Terminal.standard.note("note: nothing reads the environment variable \(name)")
            }
            if let path = loaded.settings.clientConfiguration {
                Terminal.standard.note((try? ClientConfigurationFile(path).configuration().findings) ?? [])
            }
            guard problems.isEmpty else { throw ConfigurationError(problems) }
        }

        /// Variables that look like ours and are not: a misspelling would go unnoticed otherwise.
        static func strangers(in environment: [String: String]) -> [String] {
            let known = Set(
                Setting.all.map(\.variable) + [
                    "MARTLET_CONFIG", "MARTLET_SERVER", "MARTLET_USER", "MARTLET_TOKEN", "MARTLET_TOKEN_FILE",
                ]
            )
            return environment.keys.filter { $0.hasPrefix("MARTLET_") && !known.contains($0) }.sorted()
        }
    }
}

/// One setting as it would hold.
struct EffectiveSetting: TableRow, Encodable {
    private enum CodingKeys: String, CodingKey {
        case key, value, origin
    }

    let key: String
    let value: String
    let origin: String

    var isDecided: Bool { self.origin != SettingOrigin.standard.rawValue }

    init(_ setting: Setting, in loaded: ConfigurationSources.Loaded) {
        self.key = setting.key
        self.origin = loaded.origins[setting.key].rawValue
        let isReadFromFile = setting.key.hasSuffix("_file") && setting.show(loaded.settings) == nil
        let standIn = isReadFromFile && loaded.origins[setting.key] != .standard ? "(read)" : "none"
        self.value = setting.show(loaded.settings) ?? standIn
    }

    static var columns: [Column<Self>] {
        [
            .text("KEY") { $0.key },
            .text("VALUE", isElastic: true) { $0.value },
            .text("FROM") { $0.origin },
        ]
    }
}

/// What `config check --json` prints.
struct EffectiveSettings: Encodable {
    var settings: [EffectiveSetting]
    var problems: [String]
}
