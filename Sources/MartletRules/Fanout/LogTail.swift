// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// The newest entries of the log as one event loop keeps them: found by seq, and by who hears them.
///
/// Entries are dense: every seq after ``head`` is appended in turn, those without an audience too. What is stored with
/// an entry is an object, so that several loops share one (a generic over values would not be specialised across
/// modules); a tail belongs to one loop and is never copied. Old entries leave from the front once there are too many
/// or they weigh too much.
package struct LogTail<Stored: AnyObject & Sendable>: Sendable {
    private let capacity: LogTailCapacity
    private var entries = Ring<HeldEntry>()
    private var index = SeqIndex()

    /// The oldest seq kept; `head + 1` if none is.
    package private(set) var floor: Seq
    /// How many bytes the kept entries weigh.
    package private(set) var weight = 0

    /// Creates an empty tail that continues after a seq.
    package init(after head: Seq, capacity: LogTailCapacity = LogTailCapacity()) {
        self.capacity = capacity
        self.floor = head + 1
    }

    /// The seq of the newest entry, kept or not.
    package var head: Seq { self.floor + Seq(self.entries.count) - 1 }
    /// How many entries are kept.
    package var count: Int { self.entries.count }
    /// How many audience keys have an entry here.
    package var keyCount: Int { self.index.keyCount }

    /// What is stored at a seq; nil outside the tail.
    package subscript(seq: Seq) -> Stored? {
        guard let entry = self.entry(at: seq) else { return nil }
        return unsafeDowncast(entry.stored, to: Stored.self)
    }

    /// Whether everything after a cursor is still here.
    package func reaches(back cursor: Seq) -> Bool {
        cursor >= self.floor - 1 && cursor <= self.head
    }

    /// Adds the entry after ``head``.
    ///
    /// - Parameters:
    ///   - stored: What readers are given.
    ///   - weight: Its size in bytes.
    ///   - keys: Who hears it.
    ///   - except: Who does not, whatever the keys say.
    package mutating func append(
        _ stored: Stored,
        weight: Int,
        under keys: [AudienceKey],
        except: [UserID] = []
    ) {
        let keyCount = self.index.append(self.head + 1, under: keys)
        let weight = Int32(clamping: weight)
        self.entries.append(HeldEntry(stored: stored, weight: weight, keyCount: Int32(keyCount), except: except))
        self.weight += Int(weight)
        while self.entries.count > self.capacity.entries || self.weight > self.capacity.bytes, self.entries.count > 1 {
            self.removeFirst()
        }
    }

    /// Puts something else in an entry's place, such as the copy without its text; does nothing outside the tail.
    package mutating func replace(_ seq: Seq, with stored: Stored, weight: Int) {
        guard var entry = self.entry(at: seq) else { return }
        self.weight -= Int(entry.weight)
        entry.stored = stored
        entry.weight = Int32(clamping: weight)
        self.weight += Int(entry.weight)
        self.entries[Int(seq - self.floor)] = entry
    }

    /// What was taken back by entries after a seq.
    ///
    /// A page of the log that was read before a text was deleted can come after the deletion was passed on: what is
    /// named here must not be told as such a page has it.
    ///
    /// - Parameters:
    ///   - seq: The head when the page was asked for.
    ///   - redacts: What an entry takes back.
    /// - Returns: The seqs of what was taken back; nil if some of the entries that would say so have left.
    package func takenBack(since seq: Seq, _ redacts: (Stored) -> [Seq]) -> Set<Seq>? {
        guard self.reaches(back: seq) else { return nil }
        var seqs: Set<Seq> = []
        for later in (seq + 1)..<(self.head + 1) {
            guard let stored = self[later] else { continue }
            seqs.formUnion(redacts(stored))
        }
        return seqs
    }

    /// Forgets everything and continues after another seq.
    package mutating func reset(after head: Seq) {
        self = Self(after: head, capacity: self.capacity)
    }

    /// Hands over, in order, what a reader is entitled to in (cursor, end].
    ///
    /// - Parameters:
    ///   - entitlements: The reader's.
    ///   - cursor: What the reader has been given everything up to.
    ///   - end: The last seq to consider, at most ``head``.
    ///   - limit: The most entries to hand over.
    ///   - visit: Takes one; returns whether it wants another.
    /// - Returns: How far the reader came; nil if the cursor is out of reach, so that something would be missed.
    package func read(
        for entitlements: Entitlements,
        after cursor: Seq,
        through end: Seq,
        limit: Int = .max,
        _ visit: (Seq, Stored) -> Bool
    ) -> LogPage? {
        guard self.reaches(back: cursor) else { return nil }
        let end = min(end, self.head)
        var page = LogPage(cursor: cursor, count: 0, isLast: false)
        for seq in SeqMerge(self.index.runs(for: entitlements, after: cursor, through: end)) {
            let entry = self.entries[Int(seq - self.floor)]
            guard entry.except.isEmpty || !entry.except.contains(entitlements.user) else { continue }
            guard page.count < limit else { return page }
            page.cursor = seq
            page.count += 1
            guard visit(seq, unsafeDowncast(entry.stored, to: Stored.self)) else { return page }
        }
        return LogPage(cursor: max(cursor, end), count: page.count, isLast: true)
    }

    /// How much a reader is entitled to in (cursor, end], counted up to a limit; nil if the cursor is out of reach.
    package func count(
        for entitlements: Entitlements,
        after cursor: Seq,
        through end: Seq,
        upTo limit: Int
    ) -> Int? {
        self.read(for: entitlements, after: cursor, through: end, limit: limit) { _, _ in true }?.count
    }

    private func entry(at seq: Seq) -> HeldEntry? {
        guard seq >= self.floor, seq <= self.head else { return nil }
        return self.entries[Int(seq - self.floor)]
    }

    private mutating func removeFirst() {
        guard let entry = self.entries.popFirst() else { return }
        self.index.removeFirst(filedUnder: Int(entry.keyCount))
        self.weight -= Int(entry.weight)
        self.floor += 1
    }
}
