// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// One history of the log, kept apart from the code that is judged by it: what was said, and who was to hear it.
struct Chronicle {
    struct Record {
        /// The event's number, which no other event has.
        var number: Int?
        var hearers: Set<UserID>
        var changes: [MembershipChange]
        var redacts: [Seq]
    }

    /// Up to where this history is the same as the one before it.
    private(set) var fork: Seq
    private(set) var records: [Record]
    private var members: [AudienceKey: Set<UserID>] = [:]
    /// Which entry took which text back.
    private(set) var redactedBy: [Seq: Seq] = [:]

    init() {
        self.fork = 0
        self.records = []
    }

    /// Goes on from a place in an earlier history.
    init(from other: Chronicle, at fork: Seq) {
        self.fork = fork
        self.records = []
        for record in other.records.prefix(Int(fork)) { self.note(record) }
    }

    var head: Seq { Seq(self.records.count) }

    subscript(seq: Seq) -> Record? {
        seq >= 1 && seq <= self.head ? self.records[Int(seq - 1)] : nil
    }

    mutating func append(_ entry: LogEntry) {
        var hearers = Set(entry.audience.users)
        for key in entry.audience.keys { hearers.formUnion(self.members[key] ?? []) }
        hearers.subtract(entry.audience.except)
        self.note(
            Record(
                number: World.number(of: entry.event),
                hearers: hearers,
                changes: entry.memberships,
                redacts: entry.redacts
            )
        )
    }

    /// The next thing somebody is to hear after a place.
    func next(for user: UserID, after seq: Seq) -> Seq? {
        guard seq < self.head else { return nil }
        for later in max(seq + 1, 1)...self.head
        where self.records[Int(later - 1)].hearers.contains(user) {
            return later
        }
        return nil
    }

    private mutating func note(_ record: Record) {
        self.records.append(record)
        for change in record.changes {
            switch (change.action, change.user) {
            case (.begin, .some(let user)): self.members[change.key, default: []].insert(user)
            case (.end, .some(let user)): self.members[change.key]?.remove(user)
            case (.end, nil): self.members[change.key] = []
            case (.begin, nil): break
            }
        }
        for seq in record.redacts { self.redactedBy[seq] = self.head }
    }
}
