// SPDX-License-Identifier: Apache-2.0

/// The items about one thing, in their order; at most one request carries any of them at a time.
struct OutboxLane<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// Where the lane stands.
    enum Place: Sendable {
        /// Nowhere yet.
        case unlisted
        /// Among those that are sent at once.
        case urgent
        /// Among those of one method that wait for each other; so many of its items are counted there.
        case gathering(method: String, counted: Int)
        /// Between two attempts.
        case resting(until: Instant)
        /// In a request.
        case travelling
    }

    var place = Place.unlisted
    private(set) var waiting: [OutboxEntry] = []
    private var criticals = 0

    /// Whether an item that is to be sent at once stands here, so that those before it are as urgent.
    var isUrgent: Bool { self.criticals > 0 }

    /// Takes in an item at its place in the order.
    mutating func insert(_ entry: OutboxEntry) {
        let after = self.waiting.lastIndex { $0.id < entry.id }
        self.waiting.insert(entry, at: after.map { $0 + 1 } ?? 0)
        if entry.urgency == .critical { self.criticals += 1 }
    }

    /// Takes out the first items.
    mutating func removeFirst(_ count: Int) -> [OutboxEntry] {
        let taken = Array(self.waiting.prefix(count))
        self.waiting.removeFirst(count)
        self.criticals -= taken.count { $0.urgency == .critical }
        return taken
    }

    /// Takes out every item that a test picks; a rest ends with the item that it was for.
    mutating func remove(where isPicked: (OutboxEntry) -> Bool) -> [OutboxEntry] {
        let taken = self.waiting.filter(isPicked)
        guard !taken.isEmpty else { return [] }
        if case .resting = self.place, taken.first?.id == self.waiting.first?.id { self.place = .unlisted }
        self.waiting.removeAll(where: isPicked)
        self.criticals -= taken.count { $0.urgency == .critical }
        return taken
    }

    /// How many of the first items may travel in one request.
    ///
    /// Batched ones of one method may; so may an unsent beginning with its unsent end, which then are one to the
    /// network. All others go one by one, since each counts on the effect of the one before.
    func load(most count: Int, bytes: Int) -> Int {
        guard let head = self.waiting.first else { return 0 }
        guard !head.history.travelsAlone, count > 1 else { return 1 }
        switch head.urgency {
        case .critical:
            return self.beginsAndEndsUnsent ? 2 : 1
        case .batched:
            var room = bytes
            let load = self.waiting.prefix(count).prefix { entry in
                room -= entry.bytes
                return entry.urgency == .batched && entry.method == head.method && !entry.history.travelsAlone
                    && room >= 0
            }
            return max(1, load.count)
        }
    }

    private var beginsAndEndsUnsent: Bool {
        guard self.waiting.count > 1 else { return false }
        let (first, second) = (self.waiting[0], self.waiting[1])
        return first.role == .opens && second.role == .closes && second.urgency == .critical
            && first.history.uncertainSince == nil && second.history.uncertainSince == nil
            && !second.history.travelsAlone
    }
}
