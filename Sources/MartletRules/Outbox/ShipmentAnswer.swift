// SPDX-License-Identifier: Apache-2.0

/// What came back for a request that carried several items.
package enum ShipmentAnswer: Hashable, Sendable {
    /// One answer for each item, in their order.
    case each([DeliveryAnswer])
    /// One answer for all: the request failed as a whole.
    case whole(DeliveryAnswer)
}
