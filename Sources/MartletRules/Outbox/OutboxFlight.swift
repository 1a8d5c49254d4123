// SPDX-License-Identifier: Apache-2.0

/// Items under way in one request.
struct OutboxFlight: Sendable {
    var entries: [OutboxEntry]
    /// Those of which this attempt is the first that may have an effect.
    var untried: Set<OutboxItemID>
    var credentials: Int
    var isProbe: Bool
}
