// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// The seqs filed under one audience key: appended at the back, cut off at the front as the tail moves on.
///
/// Cutting off moves a mark; the array is compacted once half of it is dead, so both ends cost the same on average
/// whatever the length.
struct SeqList: Sendable {
    private static let smallest = 16

    private var seqs: ContiguousArray<Seq> = []
    private var start = 0

    var isEmpty: Bool { self.start == self.seqs.count }
    var last: Seq? { self.isEmpty ? nil : self.seqs[self.seqs.count - 1] }

    /// The live seqs within a range, ready to be merged; nil if there are none.
    func run(in range: ClosedRange<Seq>) -> SeqRun? {
        let first = self.index(ofFirstFrom: range.lowerBound)
        let end = range.upperBound == .max ? self.seqs.count : self.index(ofFirstFrom: range.upperBound + 1)
        return first < end ? SeqRun(self.seqs, in: first..<end) : nil
    }

    /// Adds a seq above all others; returns false if it is the last one already.
    mutating func append(_ seq: Seq) -> Bool {
        guard self.last != seq else { return false }
        self.seqs.append(seq)
        return true
    }

    /// Cuts off the oldest seq.
    mutating func removeFirst() {
        self.start += 1
        if self.isEmpty {
            // A list is soon reused for another key: keep room for a few, never for a crowd.
            self.seqs.removeAll(keepingCapacity: self.seqs.capacity <= Self.smallest)
            self.start = 0
        } else if self.start >= Self.smallest, self.start * 2 >= self.seqs.count {
            self.seqs.removeSubrange(0..<self.start)
            self.start = 0
        }
    }

    private func index(ofFirstFrom seq: Seq) -> Int {
        var low = self.start
        var high = self.seqs.count
        while low < high {
            let middle = (low + high) / 2
            if self.seqs[middle] < seq { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
