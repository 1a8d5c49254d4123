// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// An item before storage has it.
package struct OutboxDraft: Hashable, Sendable {
    /// The idempotency key: stable across retries and restarts, at most 64 bytes; one key is one effect.
    package var key: String
    /// The thing it is about: items of one lane are sent in order, lanes do not wait for each other.
    package var lane: String
    /// The method that it calls.
    package var method: String
    /// The method's parameters.
    package var params: RawJSON
    /// What it does to the lane's thing.
    package var role: OutboxRole
    /// How soon it is sent.
    package var urgency: OutboxUrgency
    /// Whether what it begins is to be ended by whoever finds that its process is gone.
    package var isWatched: Bool

    package init(
        key: String,
        lane: String,
        method: String,
        params: RawJSON,
        role: OutboxRole = .standalone,
        urgency: OutboxUrgency = .critical,
        isWatched: Bool = false
    ) {
        self.key = key
        self.lane = lane
        self.method = method
        self.params = params
        self.role = role
        self.urgency = urgency
        self.isWatched = isWatched
    }
}
