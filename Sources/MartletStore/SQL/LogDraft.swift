// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What a transaction adds to the log; what a change of it added can be taken out again.
package struct LogDraft: Sendable {
    /// Where a change began.
    struct Mark {
        fileprivate var last: Seq
        fileprivate var count: Int
        fileprivate var gained: Int64
    }

    /// The key of the call that is being carried out.
    private(set) var cause: String?
    /// The entries, in order.
    private(set) var entries: [LogEntry] = []
    /// How many bytes of events the log gains.
    var gained: Int64 = 0
    /// The log's last entry.
    private(set) var last: Seq
    /// Entries of this transaction that the present change has redacted, as they were before.
    private var replaced: [(index: Int, entry: LogEntry)] = []

    init(after last: Seq) {
        self.last = last
    }

    /// The log was found to end there, before anything was added to it.
    mutating func stands(at last: Seq) {
        self.last = last
    }

    /// The next change begins, for a call with this key.
    mutating func begin(_ cause: String?) -> Mark {
        self.cause = cause
        self.replaced = []
        return Mark(last: self.last, count: self.entries.count, gained: self.gained)
    }

    /// The change that began there is undone: its seqs are handed back.
    mutating func undo(to mark: Mark) {
        for (index, entry) in self.replaced.reversed() { self.entries[index] = entry }
        self.entries.removeSubrange(mark.count...)
        (self.last, self.gained) = (mark.last, mark.gained)
    }

    /// An entry was written.
    mutating func append(_ entry: LogEntry) {
        self.last = entry.seq
        self.gained += Int64(entry.event.count)
        self.entries.append(entry)
    }

    /// An earlier entry's event was written anew; if it is of this transaction, nobody hears it as it was.
    mutating func replaceEvent(of seq: Seq, with bytes: [UInt8], inPlaceOf size: Int) {
        self.gained += Int64(bytes.count - size)
        guard let index = self.entries.firstIndex(where: { $0.seq == seq }) else { return }
        self.replaced.append((index, self.entries[index]))
        self.entries[index] = self.entries[index].replacing(event: bytes)
    }
}
