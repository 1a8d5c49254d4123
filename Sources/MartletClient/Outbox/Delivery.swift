// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// What became of an item while somebody waited for it.
package enum Delivery: Hashable, Sendable {
    /// The server has it; what it answered.
    case synced(RawJSON?)
    /// It is safe on disk and goes out later; what is in the way, if it is known.
    case queued(DeliverySkip?)
    /// It was queued before under this key, or ends what was ended before: nothing was added.
    case duplicate
    /// It was given up.
    case dead(DeadReason)
}
