// SPDX-License-Identifier: Apache-2.0

/// Whether one listener heard every number of a sender once and in order, across its connections.
struct DeliveryCheck: Hashable, Sendable {
    /// How many were heard for the first time.
    private(set) var received = 0
    /// How many were passed over.
    private(set) var gaps = 0
    /// How many were heard again, or too late.
    private(set) var duplicates = 0
    private var last: Int

    /// Begins to listen after a number.
    init(after last: Int = 0) {
        self.last = last
    }

    /// Whether nothing was missed and nothing came twice so far.
    var isClean: Bool { self.gaps == 0 && self.duplicates == 0 }

    /// Notes a number, counted from 1.
    mutating func received(_ number: Int) {
        guard number > self.last else {
            self.duplicates += 1
            return
        }
        self.gaps += number - self.last - 1
        self.received += 1
        self.last = number
    }
}
