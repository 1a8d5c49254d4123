// SPDX-License-Identifier: Apache-2.0

/// A mode, and who decided it.
package struct ModeDecision: Hashable, Sendable {
    /// Who decided, the mightiest first.
    package enum Authority: Hashable, Sendable {
        /// The app set itself offline: beats everything.
        case offlineSwitch
        /// Somebody asked for that mode: beats network and lifecycle.
        case request
        /// The circumstances, by the table.
        case circumstances
    }

    package var mode: ResolvedMode
    package var authority: Authority

    package init(_ mode: ResolvedMode, by authority: Authority) {
        self.mode = mode
        self.authority = authority
    }

    /// Whether what waits in the outbox may be sent, if there is a network.
    ///
    /// In no offline mode it may; it is kept.
    package var allowsSending: Bool { self.mode.mode != .offline }
}
