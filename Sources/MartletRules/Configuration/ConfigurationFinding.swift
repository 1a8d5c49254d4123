// SPDX-License-Identifier: Apache-2.0

/// Something about a client configuration that its author should know; never quotes a value that may be secret.
package struct ConfigurationFinding: Hashable, Sendable, CustomStringConvertible {
    /// How bad it is.
    package enum Severity: Hashable, Sendable {
        /// It is wrong and was not used.
        case problem
        /// It holds, and is likely not meant.
        case warning
    }

    /// How bad it is.
    package let severity: Severity
    /// Which field, from the outermost name on.
    package let path: String
    /// What about it.
    package let text: String

    package init(_ severity: Severity, _ path: String, _ text: String) {
        self.severity = severity
        self.path = path
        self.text = text
    }

    /// The field and what about it.
    package var description: String { "\(self.path): \(self.text)" }
}
