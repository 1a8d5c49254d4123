// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Ascending seqs out of several ascending runs, each seq once however many runs have it.
///
/// A binary heap over the runs' next seqs: taking one costs the logarithm of the number of runs, and whoever stops
/// early pays nothing for what was left.
package struct SeqMerge: Sequence, IteratorProtocol, Sendable {
    private struct Head {
        var seq: Seq
        var run: Int
    }

    private var runs: ContiguousArray<SeqRun>
    private var heap: ContiguousArray<Head> = []
    private var latest: Seq?

    package init(_ runs: ContiguousArray<SeqRun>) {
        self.runs = runs
        self.heap.reserveCapacity(runs.count)
        for (index, run) in runs.enumerated() {
            guard let seq = run.first else { continue }
            self.heap.append(Head(seq: seq, run: index))
        }
        for parent in stride(from: self.heap.count / 2 - 1, through: 0, by: -1) { self.sink(parent) }
    }

    /// The next seq.
    package mutating func next() -> Seq? {
        while let seq = self.heap.first?.seq {
            self.advance()
            guard seq != self.latest else { continue }
            self.latest = seq
            return seq
        }
        return nil
    }

    private mutating func advance() {
        let run = self.heap[0].run
        self.runs[run].advance()
        if let seq = self.runs[run].first {
            self.heap[0].seq = seq
        } else {
            let last = self.heap.removeLast()
            guard !self.heap.isEmpty else { return }
            self.heap[0] = last
        }
        self.sink(0)
    }

    private mutating func sink(_ start: Int) {
        let count = self.heap.count
        let sinking = self.heap[start]
        var hole = start
        while true {
            var child = 2 * hole + 1
            guard child < count else { break }
            if child + 1 < count, self.heap[child + 1].seq < self.heap[child].seq { child += 1 }
            guard self.heap[child].seq < sinking.seq else { break }
            self.heap[hole] = self.heap[child]
            hole = child
        }
        self.heap[hole] = sinking
    }
}
