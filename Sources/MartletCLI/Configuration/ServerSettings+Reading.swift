// SPDX-License-Identifier: Apache-2.0

import Configuration
import MartletServer
import MartletWire

extension ServerSettings {
    /// Reads every setting; what nobody decided is as the defaults say.
    ///
    /// - Parameter config: Where to look, most important first.
    /// - Throws: Everything that was not understood, each under its key.
    init(reading config: ConfigReader) async throws(ConfigurationError) {
        self.init()
        var problems: [SettingProblem] = []
        var decided: Set<String> = []
        for setting in Setting.all {
            do throws(SettingProblem) {
                guard let value = try await setting.value(in: config) else { continue }
                decided.insert(setting.key)
                guard try setting.write(value, &self) else {
                    throw SettingProblem(setting.key, "expected \(setting.accepts)")
                }
            } catch {
                problems.append(error)
            }
        }
        for key in decided where decided.contains("\(key)_file") {
            problems.append(SettingProblem("\(key)_file", "and \(key) exclude each other"))
        }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        // What clients are told is what access does.
        self.access.pendingOpens = self.limits.awaitingOpenPerAddress
        self.access.openDeadline = self.limits.openTimeout.duration
    }
}

extension Setting {
    /// What an operator wrote, as a list where it was written as one.
    fileprivate func value(in config: ConfigReader) async throws(SettingProblem) -> SettingValue? {
        let key = ConfigKey(self.key)
        if self.isList, let texts = try? await config.fetchStringArray(forKey: key, isSecret: self.isSecret) {
            return .list(texts)
        }
        do {
            return try await config.fetchString(forKey: key, isSecret: self.isSecret).map { .text($0) }
        } catch {
            throw SettingProblem(self.key, "expected \(self.accepts), not a list or a section")
        }
    }
}
