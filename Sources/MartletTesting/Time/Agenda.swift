// SPDX-License-Identifier: Apache-2.0

/// What is going to happen in a simulation, earliest first; of two things at one instant the one that was added first.
///
/// Its time moves only by taking the next thing, so a day that is mostly waiting costs nothing.
public struct Agenda<Event> {
    private struct Appointment {
        var instant: ManualInstant
        var number: Int
        var event: Event

        func comes(before other: Appointment) -> Bool {
            self.instant == other.instant ? self.number < other.number : self.instant < other.instant
        }
    }

    private var heap: [Appointment] = []
    private var lastNumber = 0

    /// The instant of what was taken last.
    public private(set) var now: ManualInstant = 0

    /// Creates an agenda at the start of the simulation's time.
    public init() {}

    /// Whether nothing is going to happen any more.
    public var isEmpty: Bool { self.heap.isEmpty }

    /// Adds something; what lies in the past happens next.
    public mutating func add(_ event: Event, at instant: ManualInstant) {
        self.lastNumber += 1
        self.heap.append(Appointment(instant: max(instant, self.now), number: self.lastNumber, event: event))
        var hole = self.heap.count - 1
        while hole > 0, self.heap[hole].comes(before: self.heap[(hole - 1) / 2]) {
            self.heap.swapAt(hole, (hole - 1) / 2)
            hole = (hole - 1) / 2
        }
    }

    /// Adds something that happens after a while.
    public mutating func add(_ event: Event, after delay: Duration) {
        self.add(event, at: self.now.advanced(by: delay))
    }

    /// Moves to the next thing and takes it; nil if there is none by that instant, and then time stands there.
    public mutating func next(until end: ManualInstant) -> Event? {
        guard let first = self.heap.first, first.instant <= end else {
            self.now = max(self.now, end)
            return nil
        }
        self.now = first.instant
        let last = self.heap.removeLast()
        if !self.heap.isEmpty {
            self.heap[0] = last
            self.sink()
        }
        return first.event
    }

    private mutating func sink() {
        var hole = 0
        while true {
            var child = 2 * hole + 1
            guard child < self.heap.count else { return }
            if child + 1 < self.heap.count, self.heap[child + 1].comes(before: self.heap[child]) { child += 1 }
            guard self.heap[child].comes(before: self.heap[hole]) else { return }
            self.heap.swapAt(hole, child)
            hole = child
        }
    }
}
