// SPDX-License-Identifier: Apache-2.0

/// Settings with which the server does not start, all at once, each under the name that the operator wrote.
package struct AccessConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One setting that cannot work.
    package struct Problem: Hashable, Sendable, CustomStringConvertible {
        package var setting: AccessSetting
        /// What is wrong and what would be right; never a secret's value.
        package var advice: String

        package var description: String { "\(self.setting.rawValue): \(self.advice)" }
    }

    /// At least one.
    package var problems: [Problem]

    package var description: String { self.problems.map(\.description).joined(separator: "\n") }
}
