// SPDX-License-Identifier: Apache-2.0

/// Lanes in the order in which their turn comes.
///
/// There is no removal: whoever takes a name out looks whether the lane still stands here.
struct LaneNames: Sendable {
    private var names: [String] = []
    private var taken = 0

    var first: String? { self.taken < self.names.count ? self.names[self.taken] : nil }

    mutating func append(_ name: String) {
        self.names.append(name)
    }

    mutating func popFirst() -> String? {
        guard self.taken < self.names.count else { return nil }
        defer {
            self.taken += 1
            if self.taken == self.names.count {
                self.names.removeAll(keepingCapacity: true)
                self.taken = 0
            } else if self.taken >= 1024, self.taken * 2 >= self.names.count {
                self.names.removeFirst(self.taken)
                self.taken = 0
            }
        }
        return self.names[self.taken]
    }
}
