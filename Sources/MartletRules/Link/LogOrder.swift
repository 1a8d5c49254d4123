// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Where a follower stands in the log: every entry once, in order and without holes, whatever its link does.
///
/// Several cores may publish one log, so that entries overtake each other on their way, and a core may die between its
/// commit and its word of it. What does not follow is kept for a moment, in which the rest usually comes; then a core is
/// asked for it. What is missing at the end shows in the heads that cores tell.
package struct LogOrder<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What the owner does next, in order.
    package enum Action: Sendable {
        /// Hand on entries, ascending and without holes.
        case deliver([LogEntry])
        /// Call ``timerFired(at:)`` at this instant; it takes the place of an earlier one.
        case wait(until: Instant)
        /// Ask a core for the entries after a seq, and tell ``filled(_:as:at:)`` of its answer.
        case ask(after: Seq, as: Int)
        /// Have a core judge where we stand, and tell ``began(at:isContinuation:)`` of it: this may be another log.
        case beJudged
    }

    private enum Gap: Sendable {
        /// Nothing is known to be missing.
        case none
        /// Something is, and may yet come by itself.
        case suspected(until: Instant)
        /// A core has been asked, under this number.
        case asked(Int)
        /// It could not say; it is asked again.
        case unfilled(until: Instant)
    }

    private let patience: Duration
    private let retry: Duration
    private let limit: Int
    /// The last entry that was delivered, and the life of the log it belongs to; nil before a core has said where the
    /// log stands.
    package private(set) var position: Position?
    /// The lives of the log that we have been in.
    private var terms: Set<Epoch> = []
    /// What has come too early.
    private var early: [Seq: LogEntry] = [:]
    /// The last entry that is known to be committed.
    private var head: Seq = 0
    private var gap = Gap.none
    /// How often a core was asked.
    private var questions = 0

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

    /// A core has judged where we stand in its log, whose head it names.
    ///
    /// If that is not a place in this log, we begin at its head; otherwise what we missed is asked for at once.
    package mutating func began(at head: Position, isContinuation: Bool) -> [Action] {
        guard isContinuation, self.position != nil else {
            self.position = head
            self.terms = [head.epoch]
            self.head = head.seq
            self.early = [:]
            self.gap = .none
            return []
        }
        self.terms.insert(head.epoch)
        self.head = max(self.head, head.seq)
        return self.seek()
    }

    /// Entries were published by a core whose log is in some life; nil if it is the core that we began with.
    package mutating func received(_ entries: [LogEntry], in term: Epoch?, at now: Instant) -> [Action] {
        guard let position else { return [] }
        guard self.continues(entries, in: term, from: position.seq) else { return [.beJudged] }
        let new = entries.drop { $0.seq <= position.seq }
        let next = new.following(position.seq)
        for entry in new[next.endIndex...] where self.early.count < self.limit { self.early[entry.seq] = entry }
        self.head = max(self.head, entries.last?.seq ?? 0)
        return self.deliver(Array(next)) + self.watch(hasProgressed: !next.isEmpty, at: now)
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
        case .none, .asked: []
        case .suspected(let due), .unfilled(let due): now < due ? [.wait(until: due)] : self.seek()
        }
    }

    /// A core has answered a question with what is missing, or some of it; nil if it could not.
    package mutating func filled(_ entries: [LogEntry]?, as question: Int, at now: Instant) -> [Action] {
        guard let position, case .asked(question) = self.gap else { return [] }
        self.gap = .none
        let new = (entries ?? []).drop { $0.seq <= position.seq }
        guard let first = new.first else {
            guard position.seq < self.head else { return [] }
            let due = now.advanced(by: self.retry)
            self.gap = .unfilled(until: due)
            return [.wait(until: due)]
        }
        // The log does not keep it any more: nobody can go on from here.
        guard first.seq == position.seq + 1 else { return [.beJudged] }
        // An answer need not be all of it.
        return self.deliver(Array(new.following(position.seq))) + self.seek()
    }

    /// Whether what a core publishes continues the log that we are in.
    ///
    /// We have been in its life, or the life begins in these entries, which follow our position; one that began before
    /// there, and that we have not been in, is another log's.
    private func continues(_ entries: [LogEntry], in term: Epoch?, from seq: Seq) -> Bool {
        var isKnown = term.map { self.terms.contains($0) } ?? true
        for entry in entries {
            guard let begun = entry.term, !self.terms.contains(begun) else { continue }
            guard entry.seq > seq else { return false }
            isKnown = isKnown || begun == term && entries[0].seq <= seq + 1
        }
        return isKnown
    }

    /// Hands on what follows, and what was waiting for it.
    private mutating func deliver(_ entries: [LogEntry]) -> [Action] {
        guard var seq = entries.last?.seq else { return [] }
        var entries = entries
        if !self.early.isEmpty {
            while let entry = self.early.removeValue(forKey: seq + 1) {
                entries.append(entry)
                seq += 1
            }
            self.early = self.early.filter { $0.key > seq }
        }
        self.position?.seq = seq
        self.head = max(self.head, seq)
        for term in entries.lazy.compactMap(\.term) {
            self.terms.insert(term)
            self.position?.epoch = term
        }
        return [.deliver(entries)]
    }

    /// Asks for what is missing, unless that has been done.
    private mutating func seek() -> [Action] {
        if case .asked = self.gap { return [] }
        guard let position, position.seq < self.head else {
            self.gap = .none
            return []
        }
        self.questions += 1
        self.gap = .asked(self.questions)
        return [.ask(after: position.seq, as: self.questions)]
    }

    /// Watches whether anything is missing now.
    private mutating func watch(hasProgressed: Bool, at now: Instant) -> [Action] {
        guard let position, position.seq < self.head else {
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

extension Collection<LogEntry> {
    /// Those at the beginning that follow a seq one after another.
    fileprivate func following(_ seq: Seq) -> SubSequence {
        var last = seq
        return self.prefix { entry in
            guard entry.seq == last + 1 else { return false }
            last = entry.seq
            return true
        }
    }
}
