// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// An ascending stretch of seqs that waits to be merged with others.
package struct SeqRun: Sendable {
    /// All seqs of the array the stretch belongs to.
    package let seqs: ContiguousArray<Seq>
    /// Where the next seq stands in the array.
    package private(set) var position: Int
    /// Where the stretch ends in the array.
    package let end: Int

    /// Takes a stretch; indices past the array's bounds are our own mistake.
    package init(_ seqs: ContiguousArray<Seq>, in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= seqs.count, "a run lies within its array")
        self.seqs = seqs
        self.position = range.lowerBound
        self.end = range.upperBound
    }

    package init(_ seqs: ContiguousArray<Seq>) {
        self.init(seqs, in: 0..<seqs.count)
    }

    /// The next seq, if any is left.
    var first: Seq? { self.position < self.end ? self.seqs[self.position] : nil }

    mutating func advance() {
        self.position += 1
    }
}
