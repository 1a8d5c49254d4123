// SPDX-License-Identifier: Apache-2.0

/// Shares a number of places among addresses whose worth nobody knows.
///
/// An address gets another place while it holds less than twice what is left. So nobody can take all, however many
/// addresses they have: the next address always finds a place. And an address behind which a whole company sits, or
/// all clients of a load balancer, may take two thirds when nobody else asks.
package struct FairShare<Address: Hashable & Sendable>: Sendable {
    private let limit: Int
    private var held: [Address: Int] = [:]

    /// How many places are taken.
    package private(set) var taken = 0

    /// Starts with all places free.
    package init(of limit: Int) {
        precondition(limit > 0, "there is a place to share")
        self.limit = limit
    }

    /// The addresses that hold any.
    package var addressCount: Int { self.held.count }

    /// Takes a place; `false` if there is none for this address, and then it must not be given back.
    ///
    /// Who comes without an address, from this very machine, is refused only when nothing is left.
    @specialized(where Address == UInt64)
    package mutating func take(_ address: Address?) -> Bool {
        let left = self.limit - self.taken
        guard left > 0 else { return false }
        if let address {
            let count = self.held[address, default: 0]
            guard count < 2 * left else { return false }
            self.held[address] = count + 1
        }
        self.taken += 1
        return true
    }

    /// Gives a place back.
    @specialized(where Address == UInt64)
    package mutating func giveBack(_ address: Address?) {
        self.taken -= 1
        guard let address, let count = self.held[address] else { return }
        self.held[address] = count > 1 ? count - 1 : nil
    }
}
