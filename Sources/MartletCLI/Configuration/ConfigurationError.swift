// SPDX-License-Identifier: Apache-2.0

import MartletServer

/// Settings with which the server does not start, all at once, each under its key.
struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    var problems: [SettingProblem]

    init(_ problems: [SettingProblem]) {
        self.problems = problems
    }

    init(_ key: String, _ advice: String) {
        self.init([SettingProblem(key, advice)])
    }

    var description: String { self.problems.map(\.description).joined(separator: "\n") }
}
