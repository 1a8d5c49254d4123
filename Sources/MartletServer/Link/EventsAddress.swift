// SPDX-License-Identifier: Apache-2.0

/// Where a core and its edges meet: `unix:PATH`.
package struct EventsAddress: Hashable, Sendable, LosslessStringConvertible {
    /// The socket's file.
    package var path: String

    package init(path: String) {
        self.path = path
    }

    /// Reads `unix:PATH`; nil for anything else, and for an empty path.
    package init?(_ description: String) {
        let scheme = "unix:"
        guard description.hasPrefix(scheme), description.count > scheme.count else { return nil }
        self.path = String(description.dropFirst(scheme.count))
    }

    package var description: String { "unix:\(self.path)" }
}
