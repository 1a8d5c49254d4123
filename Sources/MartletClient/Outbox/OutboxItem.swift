// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// An item as it is sent.
package struct OutboxItem: Hashable, Sendable {
    /// What the rules know of it.
    package var entry: OutboxEntry
    /// The method's parameters.
    package var params: RawJSON
    /// What the server answered to the beginning of the lane's thing, such as its id; nil if it has not yet.
    package var receipt: RawJSON?

    package init(entry: OutboxEntry, params: RawJSON, receipt: RawJSON?) {
        self.entry = entry
        self.params = params
        self.receipt = receipt
    }
}
