// SPDX-License-Identifier: Apache-2.0

/// Where an operator decided a setting; what stands first wins.
enum SettingOrigin: String, Hashable, Sendable, CaseIterable {
    /// An option of the command.
    case option
    /// An environment variable.
    case environment
    /// The configuration file.
    case file
    /// Nowhere.
    case standard = "default"
}
