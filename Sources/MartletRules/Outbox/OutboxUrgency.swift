// SPDX-License-Identifier: Apache-2.0

/// How soon an item is sent.
package enum OutboxUrgency: Int, Hashable, Sendable {
    /// With others of its method: see ``OutboxLimits/batchCount`` and ``OutboxLimits/batchPatience``.
    case batched = 0
    /// At once; somebody may be waiting for it.
    case critical = 1
}
