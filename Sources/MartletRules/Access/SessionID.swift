// SPDX-License-Identifier: Apache-2.0

/// Names one sign-in of one person, so that it can end without touching the person's others.
///
/// Not a secret: it proves nothing. It is what a sign-out, a log line and an operator's list may show.
package struct SessionID: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { self.rawValue }
}
