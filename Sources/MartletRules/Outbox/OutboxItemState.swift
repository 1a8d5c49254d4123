// SPDX-License-Identifier: Apache-2.0

/// Where an item stands, as storage keeps it.
///
/// An item that was given up is never called synced: what the server does not have, nobody claims it has.
package enum OutboxItemState: Int, Hashable, Sendable {
    /// Waits for its turn.
    case pending = 0
    /// Was handed to the network; after a crash, whether it arrived is unknown.
    case inFlight = 1
    /// The server has it.
    case synced = 2
    /// It was given up, and is a dead letter.
    case dead = 3
}
