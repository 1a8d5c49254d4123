// SPDX-License-Identifier: Apache-2.0

/// A queue that reuses its room: constant time at both ends and by position, growing by doubling.
struct Ring<Element: Sendable>: Sendable {
    private var storage: ContiguousArray<Element?> = []
    private var start = 0
    private(set) var count = 0

    var isEmpty: Bool { self.count == 0 }

    subscript(position: Int) -> Element {
        get {
            precondition(position >= 0 && position < self.count, "a position lies within the ring")
            guard let element = self.storage[self.slot(position)] else { preconditionFailure("the ring has a hole") }
            return element
        }
        set {
            precondition(position >= 0 && position < self.count, "a position lies within the ring")
            self.storage[self.slot(position)] = newValue
        }
    }

    mutating func append(_ element: Element) {
        if self.count == self.storage.count { self.grow() }
        self.storage[self.slot(self.count)] = element
        self.count += 1
    }

    mutating func popFirst() -> Element? {
        guard !self.isEmpty else { return nil }
        defer {
            self.storage[self.start] = nil
            self.start = self.slot(1)
            self.count -= 1
        }
        return self.storage[self.start]
    }

    mutating func removeAll() {
        self = Self()
    }

    /// The room is always a power of two, so that a position wraps with one mask.
    private func slot(_ position: Int) -> Int {
        (self.start + position) & (self.storage.count - 1)
    }

    private mutating func grow() {
        var roomier: ContiguousArray<Element?> = []
        let room = max(16, self.storage.count * 2)
        roomier.reserveCapacity(room)
        for position in 0..<self.count { roomier.append(self.storage[self.slot(position)]) }
        roomier.append(contentsOf: repeatElement(nil, count: room - self.count))
        self.storage = roomier
        self.start = 0
    }
}
