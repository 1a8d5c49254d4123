// SPDX-License-Identifier: Apache-2.0

/// How log lines are written.
package enum LogFormat: String, Hashable, Sendable, CaseIterable {
    /// For people.
    case text
    /// One JSON object a line, for machines.
    case json
}
