// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// A pause between two attempts, by both clocks.
struct OutboxRest<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// As it is stored: which pause it is.
    var notBefore: Timestamp
    /// As it is kept.
    var until: Instant
}
