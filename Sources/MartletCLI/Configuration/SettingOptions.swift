// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import MartletServer

/// The settings among a command's options: those of every day by name, all others by their keys.
struct SettingOptions: ParsableArguments {
    @OptionGroup var file: ConfigurationFileOptions

    @Option(help: .setting("role"), completion: .list(["all", "core", "edge"])) var role: String?
    @Option(help: .setting("events")) var events: String?
    @Option(help: .setting("auth"), completion: .list(["dev", "proxy", "jwt"])) var auth: String?
    @Option(help: .setting("data"), completion: .directory) var data: String?
    @Option(help: .setting("host")) var host: String?
    @Option(help: .setting("port")) var port: String?
    @Option(help: .setting("operations_port")) var operationsPort: String?
    @Option(help: .setting("certificate"), completion: .file()) var certificate: String?
    @Option(help: .setting("private_key"), completion: .file()) var privateKey: String?
    @Option(help: .setting("operators")) var operators: String?
    @Option(help: .setting("public_url")) var publicURL: String?
    @Option(help: .setting("limits.rates"), completion: .list(["on", "off"])) var limits: String?
    @Option(
        help: .setting("log.level"),
        completion: .list(["trace", "debug", "info", "notice", "warning", "error", "critical"])
    )
    var logLevel: String?

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp(
            "Any other key of the sample file with its value: limits.page as --limits-page 100.",
            valueName: "--key value"
        )
    )
    var others: [String] = []

    /// What the options say, by key.
    /// - Throws: A failure naming an option that is none.
    func values() throws -> [String: SettingValue] {
        let named: [(key: String, text: String?)] = [
            ("role", self.role), ("events", self.events), ("auth", self.auth), ("data", self.data), ("host", self.host),
            ("port", self.port), ("operations_port", self.operationsPort), ("certificate", self.certificate),
            ("private_key", self.privateKey), ("operators", self.operators), ("public_url", self.publicURL),
            ("limits.rates", self.limits), ("log.level", self.logLevel),
        ]
        var values: [String: SettingValue] = [:]
        for (key, text) in named { values[key] = text.map { .text($0) } }
        var rest = self.others[...]
        while let word = rest.popFirst() {
            let halves = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let setting = try Self.setting(of: halves[0])
            guard let text = halves.count == 2 ? halves[1] : rest.popFirst() else {
                throw ValidationError("Missing value for '\(word)': expected \(setting.accepts).")
            }
            guard values.updateValue(.text(text), forKey: setting.key) == nil else {
                throw ValidationError("'\(halves[0])' is given twice.")
            }
        }
        return values
    }

    /// Where to look for settings.
    func sources(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> ConfigurationSources {
        ConfigurationSources(
            options: try self.values(),
            environment: environment,
            file: self.file.path(environment: environment)
        )
    }

    private static func setting(of option: String) throws -> Setting {
        guard option.hasPrefix("--") else { throw ValidationError("Unexpected argument '\(option)'.") }
        guard let setting = Setting.all.first(where: { $0.option == option }) else {
            let hint =
                Setting.closest(to: option, among: Setting.all.map(\.option)).map { " Did you mean '\($0)'?" } ?? ""
            throw ValidationError("Unknown option '\(option)'.\(hint)")
        }
        guard !setting.isSecret else {
            throw ValidationError(
                "A secret on the command line is no secret: use \(setting.option)-file or \(setting.variable)."
            )
        }
        return setting
    }
}

/// Which file settings are read from.
struct ConfigurationFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A configuration file; MARTLET_CONFIG by default, else none.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"])
    )
    var config: String?

    /// The file, if there is one.
    func path(environment: [String: String]) -> String? {
        self.config ?? environment["MARTLET_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension ArgumentHelp {
    /// What a setting decides, and how it is by default.
    fileprivate static func setting(_ key: String) -> ArgumentHelp {
        guard let setting = Setting.named(key) else { preconditionFailure("there is no setting \(key)") }
        let standard = setting.show(.init()).map { " Default: \($0)." } ?? ""
        return ArgumentHelp(stringLiteral: "\(setting.summary).\(standard)")
    }
}
