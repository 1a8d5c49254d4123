// SPDX-License-Identifier: Apache-2.0

/// How many sockets of each address still owe their first frame.
///
/// Such a socket costs memory and has proved nothing, so one address may hold only so many.
package struct PendingOpens<Address: Hashable & Sendable>: Sendable {
    private let limit: Int
    private var counts: [Address: Int] = [:]

    /// Starts with none.
    package init(limit: Int = 100) {
        precondition(limit > 0, "at least one socket of an address may wait")
        self.limit = limit
    }

    /// The addresses that have any.
    package var addressCount: Int { self.counts.count }

    /// Counts a socket in; `false` if its address has too many, and then it must not be counted out.
    package mutating func admit(_ address: Address) -> Bool {
        let count = self.counts[address, default: 0]
        guard count < self.limit else { return false }
        self.counts[address] = count + 1
        return true
    }

    /// Counts a socket out: it has opened or gone.
    package mutating func release(_ address: Address) {
        guard let count = self.counts[address] else { return }
        self.counts[address] = count > 1 ? count - 1 : nil
    }
}
