// SPDX-License-Identifier: Apache-2.0

/// Names one item of an outbox, in the order in which the items were queued.
package struct OutboxItemID: RawRepresentable, Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral {
    /// The number that storage gave it.
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    package init(integerLiteral value: Int64) {
        self.init(rawValue: value)
    }

    /// The last that can have been queued before it.
    var before: Self { Self(rawValue: self.rawValue - 1) }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
