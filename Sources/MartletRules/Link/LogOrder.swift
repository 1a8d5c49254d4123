// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Puts what several cores publish of one log into the log's order, and notices what is missing.
///
/// Each core publishes what it has committed, so that entries may overtake each other on their way, and a core may die
/// between its commit and its word of it. What does not follow is kept for a moment, in which the rest usually comes;
/// then a core is asked for it. What is missing at the end shows in the heads that cores tell.
package struct LogOrder<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What the owner does next, in order.
    package enum Action: Sendable {
        /// Hand on entries, ascending and without holes.
        case deliver([LogEntry])
        /// Call ``timerFired(at:)`` at this instant.
        case wait(until: Instant)
        /// Ask a core for the entries after a seq, and tell ``filled(_:at:)`` of its answer.
        case ask(after: Seq)
        /// Have a core judge where we stand, and tell ``began(at:)`` of its judgement: this may be another log.
        case beJudged
    }

    private enum Gap: Sendable {
        /// Nothing is known to be missing.
        case none
        /// Something is, and may yet come by itself.
        case suspected(until: Instant)
        /// A core has been asked.
        case asked
        /// It could not say; it is asked again.
        case unfilled(until: Instant)
    }

    private let patience: Duration
    private let retry: Duration
    private let limit: Int
    /// The last entry that was delivered; nil before a core has said where the log stands.
    private var position: Seq?
    /// The lives of the log that we have been in.
    private var terms: Set<Epoch> = []
    /// What has come too early.
    private var early: [Seq: LogEntry] = [:]
    /// The last entry that is known to be committed.
    private var head: Seq = 0
    private var gap = Gap.none

    /// Creates an order that has begun nowhere.
    /// - Parameters:
    ///   - patience: How long what is missing may take to come by itself.
    ///   - retry: After how long a core is asked again that could not say.
    ///   - limit: How many entries are kept that came too early; what comes then is asked for in its turn.
    package init(patience: Duration = .milliseconds(50), retry: Duration = .seconds(1), limit: Int = 10_000) {
        precondition(patience > .zero && retry > .zero, "a timer is set ahead")
        self.patience = patience
        self.retry = retry
        self.limit = limit
    }

    /// A core has judged where we stand: whoever follows takes over what lies before this position by itself.
    package mutating func began(at position: Position, isContinuation: Bool) {
        if !isContinuation { self.terms = [] }
        self.terms.insert(position.epoch)
        self.position = position.seq
        self.head = position.seq
        self.gap = .none
        // What of it is still to come shows in the next head.
        self.early = [:]
    }

    /// Entries were published by a core whose log is in some life.
    package mutating func received(_ entries: [LogEntry], in term: Epoch, at now: Instant) -> [Action] {
        // A life that is not known shows again in a core's next word of its head.
        guard let position, self.terms.contains(term) else { return [] }
        var ready: [LogEntry] = []
        for entry in entries where entry.seq > position + Seq(ready.count) {
            self.head = max(self.head, entry.seq)
            if entry.seq == position + Seq(ready.count) + 1 {
                ready.append(entry)
            } else if self.early.count < self.limit {
                self.early[entry.seq] = entry
            }
        }
        return self.deliver(ready) + self.watch(hasProgressed: !ready.isEmpty, at: now)
    }

    /// A core has told where its log stands.
    package mutating func heard(head: Position, at now: Instant) -> [Action] {
        guard self.position != nil else { return [] }
        guard self.terms.contains(head.epoch) else { return [.beJudged] }
        self.head = max(self.head, head.seq)
        return self.watch(hasProgressed: false, at: now)
    }

    /// The instant that was asked for has come.
    package mutating func timerFired(at now: Instant) -> [Action] {
        switch self.gap {
        case .none, .asked: return []
        case .suspected(let due), .unfilled(let due):
            guard now >= due else { return [.wait(until: due)] }
            guard let position else { return [] }
            self.gap = .asked
            return [.ask(after: position)]
        }
    }

    /// A core has answered with what is missing, or some of it; nil if it could not.
    package mutating func filled(_ entries: [LogEntry]?, at now: Instant) -> [Action] {
        guard let position, case .asked = self.gap else { return [] }
        self.gap = .none
        let new = (entries ?? []).drop { $0.seq <= position }
        guard let first = new.first else {
            let due = now.advanced(by: self.retry)
            self.gap = .unfilled(until: due)
            return [.wait(until: due)]
        }
        // The log does not keep it any more: nobody can go on from here.
        guard first.seq == position + 1 else { return [.beJudged] }
        let actions = self.deliver(Array(new))
        guard let reached = self.position, reached < self.head else { return actions }
        // An answer need not be all of it.
        self.gap = .asked
        return actions + [.ask(after: reached)]
    }

    /// Hands on what follows, and what was waiting for it.
    private mutating func deliver(_ entries: [LogEntry]) -> [Action] {
        guard var position = entries.last?.seq else { return [] }
        var entries = entries
        while let entry = self.early.removeValue(forKey: position + 1) {
            entries.append(entry)
            position += 1
        }
        self.position = position
        if !self.early.isEmpty { self.early = self.early.filter { $0.key > position } }
        for term in entries.lazy.compactMap(\.term) { self.terms.insert(term) }
        return [.deliver(entries)]
    }

    /// Watches whether anything is missing now.
    private mutating func watch(hasProgressed: Bool, at now: Instant) -> [Action] {
        guard let position, position < self.head else {
            if case .suspected = self.gap { self.gap = .none }
            return []
        }
        switch self.gap {
        case .asked, .unfilled: return []
        // The same is missing as before.
        case .suspected where !hasProgressed: return []
        case .none, .suspected:
            let due = now.advanced(by: self.patience)
            self.gap = .suspected(until: due)
            return [.wait(until: due)]
        }
    }
}
