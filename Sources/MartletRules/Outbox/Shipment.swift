// SPDX-License-Identifier: Apache-2.0

/// What travels in one request.
package struct Shipment: Hashable, Sendable {
    /// Names it, so that its answer finds it.
    package var id: Int
    /// Its items, in the order in which they must take effect.
    package var items: [OutboxItemID]
    /// The credentials that it goes out with.
    package var credentials: Int

    package init(id: Int, items: [OutboxItemID], credentials: Int) {
        self.id = id
        self.items = items
        self.credentials = credentials
    }
}
