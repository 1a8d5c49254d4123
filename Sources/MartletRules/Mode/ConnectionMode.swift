// SPDX-License-Identifier: Apache-2.0

/// How a client gets its events, as an app and its user name it.
package enum ConnectionMode: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// Over one socket, as they happen.
    case streaming
    /// By asking again and again, each time waiting a while for an answer.
    case polling
    /// By asking once in a long while.
    case background
    /// Not at all.
    case offline

    package var description: String { self.rawValue }
}
