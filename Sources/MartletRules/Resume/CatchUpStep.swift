// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What a reader that is behind is given next, so that replay and live are one thing.
///
/// It is live in the turn in which it reaches what its server has; until then it reads from the newest entries that are
/// kept in memory, or from the store below them.
package enum CatchUpStep: Hashable, Sendable {
    /// It has been given everything: from here on it gets entries as they come.
    case goLive
    /// Entries up to there, from memory; then, if a term is named, that it began.
    case read(through: Seq, then: Term?)
    /// Entries up to there, from the store.
    case fetch(through: Seq)
    /// It was overtaken: what comes next is neither in memory nor part of its replay.
    case fallBehind

    /// Decides from where a reader stands.
    ///
    /// - Parameters:
    ///   - cursor: What it has been given everything up to.
    ///   - epoch: The term that it was last told of.
    ///   - replayEnd: The last entry that its receipt counts: up to there the store is read for it.
    ///   - span: What is kept in memory, and the terms that began there, oldest first.
    package init(from cursor: Seq, toldOf epoch: Epoch?, replayEnd: Seq, in span: LogSpan) {
        if cursor >= span.head {
            self = .goLive
        } else if cursor >= span.floor - 1 {
            let term = span.terms.first { $0.firstSeq > cursor && $0.epoch != epoch }
            self = .read(through: term.map { $0.firstSeq - 1 } ?? span.head, then: term)
        } else if cursor < replayEnd {
            self = .fetch(through: min(replayEnd, span.floor - 1))
        } else {
            self = .fallBehind
        }
    }
}
