// SPDX-License-Identifier: Apache-2.0

/// Which halves of the server one process runs.
package enum ServerRole: String, Hashable, Sendable, CaseIterable {
    /// Core and edge, joined within the process.
    case all
    /// The rules and the store; edges reach it through ``ServerSettings/events``.
    case core
    /// The connections; it reaches the core through ``ServerSettings/events``.
    case edge

    /// Whether this process opens the store.
    package var runsCore: Bool { self != .edge }
    /// Whether this process holds connections.
    package var runsEdge: Bool { self != .core }
}
