// SPDX-License-Identifier: Apache-2.0

/// What an outbox holds, and what it had to refuse or give up since it exists.
package struct OutboxTotals: Hashable, Sendable {
    /// How many items wait or travel.
    package var items = 0
    /// How many bytes of parameters they have.
    package var bytes = 0
    /// How many dead letters are kept.
    package var deadLetters = 0
    /// How many items were refused because there was no room.
    package var refused = 0
    /// How many items waited too long, and became dead letters.
    package var expired = 0
    /// How many dead letters were dropped because newer ones needed their place.
    package var evicted = 0

    package init() {}
}
