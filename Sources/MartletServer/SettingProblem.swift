// SPDX-License-Identifier: Apache-2.0

/// A setting with which the server does not start.
package struct SettingProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The key, as it is written in a configuration file.
    package var key: String
    /// What is wrong and what would be right; never a secret's value.
    package var advice: String

    package init(_ key: String, _ advice: String) {
        self.key = key
        self.advice = advice
    }

    package var description: String { "\(self.key): \(self.advice)" }
}
