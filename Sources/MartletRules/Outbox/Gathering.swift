// SPDX-License-Identifier: Apache-2.0

/// Batched items of one method that wait until there are enough of them, or the first has waited long enough.
struct Gathering<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    var method: String
    var lanes = LaneNames()
    var count = 0
    /// When the first of them has waited long enough.
    var due: Instant
}
