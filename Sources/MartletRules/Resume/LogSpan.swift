// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What the store's log holds, and the lives it has had.
package struct LogSpan: Hashable, Sendable {
    /// The last entry.
    package var head: Seq
    /// The oldest entry still kept; `head + 1` if none is.
    package var floor: Seq
    /// Every life of the log that is still known, oldest first; the last is current.
    package var terms: [Term]

    package init(head: Seq, floor: Seq, terms: [Term]) {
        self.head = head
        self.floor = floor
        self.terms = terms
    }
}

extension LogSpan {
    /// Whether a position is one in this log, from where it can be read on; whoever has none begins at its head.
    package func holds(_ position: Position?) -> Bool {
        guard let position else { return false }
        let decision = ResumeDecision(epoch: position.epoch, from: position.seq, in: self)
        return decision == .resume(after: position.seq)
    }
}

/// One life of the log.
package struct Term: Hashable, Sendable {
    /// Its token.
    package var epoch: Epoch
    /// The seq of its `log.term` entry.
    package var firstSeq: Seq

    package init(epoch: Epoch, firstSeq: Seq) {
        self.epoch = epoch
        self.firstSeq = firstSeq
    }
}
