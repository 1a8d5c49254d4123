// SPDX-License-Identifier: Apache-2.0

import Configuration
import FoundationEssentials
import MartletServer
import Synchronization

/// Where settings are looked for: options before environment before file.
struct ConfigurationSources: Sendable {
    /// What the command's options say, by key.
    var options: [String: SettingValue] = [:]
    /// The process's environment.
    var environment: [String: String] = [:]
    /// The configuration file, if there is one.
    var file: String?

    /// Settings with where each of them was decided.
    struct Loaded: Sendable {
        var settings: ServerSettings
        var origins: SettingOrigins
    }

    /// Reads every source.
    ///
    /// - Returns: The settings; whether they can work together is another question.
    /// - Throws: Everything that was not understood.
    func load() async throws(ConfigurationError) -> Loaded {
        let optionValues = self.options.map { key, value in
            let content: ConfigContent =
                switch value {
                case .text(let text): .string(text)
                case .list(let texts): .stringArray(texts)
                }
            return (AbsoluteConfigKey(key.split(separator: ".").map(String.init)), ConfigValue(content, isSecret: true))
        }
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "options", values: Dictionary(optionValues) { first, _ in first }),
            EnvironmentVariablesProvider(
                environmentVariables: self.environment.filter { $0.key.hasPrefix("MARTLET_") },
                secretsSpecifier: .all
            ).prefixKeys(with: "martlet"),
        ]
        if let file = self.file { providers.append(try await Self.provider(of: file)) }
        let origins = SettingOrigins(sources: [.option, .environment, .file])
        let config = ConfigReader(providers: providers, accessReporter: origins)
        return Loaded(settings: try await ServerSettings(reading: config), origins: origins)
    }

    private static func provider(of path: String) async throws(ConfigurationError) -> any ConfigProvider {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ConfigurationError("config", "the file cannot be read: \(path)")
        }
        let isBlank = text.split(whereSeparator: \.isNewline).allSatisfy { line in
            line.trimmingBlanks.isEmpty || line.trimmingBlanks.hasPrefix("#")
        }
        guard !isBlank else { return InMemoryProvider(name: "file", values: [:]) }
        // The parser asks of each key whether it is secret: that is how we hear of them all.
        let keys = FileKeys()
        let options = YAMLSnapshot.ParsingOptions(
            secretsSpecifier: .dynamic { key, _ in
                keys.note(key)
                return true
            }
        )
        let location = ConfigReader(
            provider: InMemoryProvider(values: ["filePath": .init(.string(path), isSecret: false)])
        )
        let provider: FileProvider<YAMLSnapshot>
        do {
            provider = try await FileProvider(parsingOptions: options, config: location)
        } catch {
            // Only its first line: those behind it quote the file, and with it perhaps a secret.
            let fault = "\(error)".split(whereSeparator: \.isNewline).first.map(String.init) ?? "not YAML"
            throw ConfigurationError("config", "\(path) is not understood: \(fault)")
        }
        let problems = keys.unknown(among: Setting.all.map(\.key))
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        return provider
    }
}

/// The keys that a file was found to hold.
private final class FileKeys: Sendable {
    private let keys = Mutex<[String]>([])

    func note(_ key: String) {
        self.keys.withLock { $0.append(key) }
    }

    func unknown(among known: [String]) -> [SettingProblem] {
        self.keys.withLock { $0 }.filter { !known.contains($0) }.sorted().map { key in
            let hint = Setting.closest(to: key, among: known).map { "; did you mean \($0)?" } ?? ""
            return SettingProblem(key, "there is no such setting\(hint)")
        }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String { String(self).trimmingBlanks }
}
