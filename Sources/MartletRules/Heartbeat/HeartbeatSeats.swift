// SPDX-License-Identifier: Apache-2.0

/// The mechanism of ``HeartbeatWheel``: seats in circular lists, one list for each tick ahead.
///
/// Apart from the wheel so that it is not generic.
struct HeartbeatSeats {
    private enum Phase: UInt8 {
        case free, resting, asked, answered, blocked, mute
    }

    /// A peer that takes nothing more: how much it had yet to take, and since which turn it has taken none of that.
    private struct Stall {
        var unsent: Int
        var turn: Int
    }

    private struct Seat {
        var peer: AnyObject?
        var next: Int32 = -1
        var previous: Int32 = -1
        var generation: UInt32 = 0
        var bucket: UInt16 = 0
        var phase = Phase.free
    }

    let interval: Int
    private let patience: Int
    private var seats: ContiguousArray<Seat> = []
    private var buckets: ContiguousArray<Int32>
    private var current = 0
    private var turns = 0
    private var stalls: [Int32: Stall] = [:]
    private var firstFree: Int32 = -1
    private(set) var count = 0

    init(interval: Int, patience: Int) {
        self.interval = interval
        self.patience = patience
        self.buckets = ContiguousArray(repeating: -1, count: max(interval, patience) + 1)
        precondition(self.buckets.count <= Int(UInt16.max), "a heartbeat has at most 65,534 ticks")
    }

    mutating func add(_ peer: AnyObject, answers: Bool, after ticks: Int) -> HeartbeatSeat {
        let index = self.takeFreeSeat()
        self.seats[Int(index)].peer = peer
        self.seats[Int(index)].phase = answers ? .resting : .mute
        self.link(index, after: ticks)
        self.count += 1
        return HeartbeatSeat(index: index, generation: self.seats[Int(index)].generation)
    }

    mutating func remove(_ seat: HeartbeatSeat) {
        guard self.isTaken(seat) else { return }
        self.unlink(seat.index)
        self.free(seat.index)
    }

    mutating func heard(_ seat: HeartbeatSeat) {
        guard self.isTaken(seat) else { return }
        switch self.seats[Int(seat.index)].phase {
        case .asked: self.seats[Int(seat.index)].phase = .answered
        case .blocked, .mute: self.stalls[seat.index] = nil
        case .free, .resting, .answered: break
        }
    }

    /// Moves on by one tick and visits whoever is due; `unsent` says how much a peer has yet to take before it takes more.
    mutating func turn(unsent: (AnyObject) -> Int?, _ visit: (AnyObject, HeartbeatAction) -> Void) {
        self.current = (self.current + 1) % self.buckets.count
        self.turns += 1
        var index = self.buckets[self.current]
        self.buckets[self.current] = -1
        while index >= 0 {
            let seat = self.seats[Int(index)]
            guard let peer = seat.peer else { preconditionFailure("a free seat is in no bucket") }
            let unsent = seat.phase == .answered ? nil : unsent(peer)
            switch (seat.phase, unsent) {
            case (.answered, _):
                self.seats[Int(index)].phase = .resting
                self.link(index, after: max(1, self.interval - self.patience))
            case (_, let unsent?):
                if self.hasStalled(index, unsent: unsent) {
                    self.free(index)
                    visit(peer, .close)
                } else {
                    self.lookAgain(at: index)
                }
            case (.resting, nil), (.blocked, nil):
                self.stalls[index] = nil
                self.seats[Int(index)].phase = .asked
                self.link(index, after: self.patience)
                visit(peer, .ping)
            case (.mute, nil):
                self.stalls[index] = nil
                self.link(index, after: self.interval)
                visit(peer, .ping)
            case (.asked, nil):
                self.free(index)
                visit(peer, .close)
            case (.free, nil):
                preconditionFailure("a free seat is in no bucket")
            }
            index = seat.next
        }
    }

    /// Whether a peer has taken nothing for as long as one that answers may be silent.
    private mutating func hasStalled(_ index: Int32, unsent: Int) -> Bool {
        guard let stall = self.stalls[index], unsent >= stall.unsent else {
            self.stalls[index] = Stall(unsent: unsent, turn: self.turns)
            return false
        }
        return self.turns - stall.turn >= self.interval + self.patience
    }

    private mutating func lookAgain(at index: Int32) {
        guard self.seats[Int(index)].phase != .mute else { return self.link(index, after: self.interval) }
        self.seats[Int(index)].phase = .blocked
        self.link(index, after: self.patience)
    }

    private func isTaken(_ seat: HeartbeatSeat) -> Bool {
        let found = self.seats[Int(seat.index)]
        return found.generation == seat.generation && found.phase != .free
    }

    private mutating func takeFreeSeat() -> Int32 {
        guard self.firstFree >= 0 else {
            self.seats.append(Seat())
            return Int32(self.seats.count - 1)
        }
        let index = self.firstFree
        self.firstFree = self.seats[Int(index)].next
        return index
    }

    private mutating func free(_ index: Int32) {
        self.stalls[index] = nil
        let generation = self.seats[Int(index)].generation &+ 1
        self.seats[Int(index)] = Seat(next: self.firstFree, generation: generation)
        self.firstFree = index
        self.count -= 1
    }

    private mutating func link(_ index: Int32, after ticks: Int) {
        let bucket = (self.current + ticks) % self.buckets.count
        let next = self.buckets[bucket]
        self.seats[Int(index)].bucket = UInt16(bucket)
        self.seats[Int(index)].next = next
        self.seats[Int(index)].previous = -1
        if next >= 0 { self.seats[Int(next)].previous = index }
        self.buckets[bucket] = index
    }

    private mutating func unlink(_ index: Int32) {
        let seat = self.seats[Int(index)]
        if seat.next >= 0 { self.seats[Int(seat.next)].previous = seat.previous }
        if seat.previous >= 0 {
            self.seats[Int(seat.previous)].next = seat.next
        } else {
            self.buckets[Int(seat.bucket)] = seat.next
        }
    }
}
