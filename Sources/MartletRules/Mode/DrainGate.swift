// SPDX-License-Identifier: Apache-2.0

/// Whether the outbox may send: while the mode allows it and there is a network.
///
/// Closing the gate stops nothing that is already on its way.
package struct DrainGate: Hashable, Sendable {
    private var isAllowed = true
    private var isNetworkAvailable = true

    /// Starts open.
    package init() {}

    /// Whether items may be sent, and a flush is worth its while.
    package var isOpen: Bool { self.isAllowed && self.isNetworkAvailable }

    /// Notes that a mode applies.
    /// - Returns: Whether that opened or closed the gate.
    package mutating func applied(_ decision: ModeDecision) -> Bool {
        let was = self.isOpen
        self.isAllowed = decision.allowsSending
        return self.isOpen != was
    }

    /// Notes what is known of the network.
    /// - Returns: Whether that opened or closed the gate.
    package mutating func networkChanged(isAvailable: Bool) -> Bool {
        let was = self.isOpen
        self.isNetworkAvailable = isAvailable
        return self.isOpen != was
    }
}
