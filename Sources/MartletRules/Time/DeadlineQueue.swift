// SPDX-License-Identifier: Apache-2.0

/// Things to look at later, earliest first: a binary heap.
///
/// There is no removal: whoever takes a thing out looks whether it still matters.
struct DeadlineQueue<Thing: Sendable, Instant: InstantProtocol>: Sendable {
    private var heap: ContiguousArray<(deadline: Instant, thing: Thing)> = []

    /// The earliest deadline.
    var first: Instant? { self.heap.first?.deadline }
    var count: Int { self.heap.count }

    mutating func add(_ thing: Thing, at deadline: Instant) {
        var hole = self.heap.count
        self.heap.append((deadline, thing))
        while hole > 0, deadline < self.heap[(hole - 1) / 2].deadline {
            self.heap.swapAt(hole, (hole - 1) / 2)
            hole = (hole - 1) / 2
        }
    }

    /// Takes out the earliest if its time has come.
    mutating func popDue(at now: Instant) -> Thing? {
        guard let first = self.heap.first, first.deadline <= now else { return nil }
        let last = self.heap.removeLast()
        if !self.heap.isEmpty {
            self.heap[0] = last
            self.sink()
        }
        return first.thing
    }

    private mutating func sink() {
        var hole = 0
        while true {
            var child = 2 * hole + 1
            guard child < self.heap.count else { return }
            if child + 1 < self.heap.count, self.heap[child + 1].deadline < self.heap[child].deadline { child += 1 }
            guard self.heap[child].deadline < self.heap[hole].deadline else { return }
            self.heap.swapAt(hole, child)
            hole = child
        }
    }
}
