// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// What the simulated server keeps: the log, and everything that the log tells of, changed together.
struct Books {
    struct Message {
        var channel: ChannelID
        var user: UserID
        var text: String
        /// The entry that took the text back.
        var redactedBy: Seq?
    }

    struct Work {
        var session: WorkSession
        var signs: Int64 = 0
        var lastSign: Timestamp
        var worked: Int64?
    }

    typealias Reply = IdempotencyDecision<RawJSON>.Stored

    private(set) var entries: [LogEntry] = []
    private(set) var floor: Seq = 1
    private(set) var terms: [Term] = []
    private(set) var memberships: [UserID: [Membership]] = [:]
    private(set) var messages: [Seq: Message] = [:]
    var replies: [String: Reply] = [:]
    var work: [String: Work] = [:]
    var totals: [UserID: Int64] = [:]
    var online: Set<UserID> = []
    /// The keys of the calls that had their effect, in their order.
    var effects: [String] = []

    var head: Seq { self.floor + Seq(self.entries.count) - 1 }
    var span: LogSpan { LogSpan(head: self.head, floor: self.floor, terms: self.terms) }
    var position: Position {
        Position(epoch: self.terms.last?.epoch ?? Epoch(rawValue: ""), seq: self.head)
    }

    subscript(seq: Seq) -> LogEntry? {
        seq >= self.floor && seq <= self.head ? self.entries[Int(seq - self.floor)] : nil
    }

    /// Appends an entry, and carries out what it says of memberships and texts.
    @discardableResult
    mutating func append(
        to audience: Audience,
        _ changes: [MembershipChange] = [],
        redacts: [Seq] = [],
        _ event: (Seq) -> [UInt8]
    ) -> Seq {
        let seq = self.head + 1
        for change in changes { self.carryOut(change, at: seq) }
        for redacted in redacts { self.redact(redacted, by: seq) }
        self.entries.append(
            LogEntry(
                seq: seq,
                audience: audience,
                memberships: changes,
                redacts: redacts,
                event: event(seq)
            )
        )
        return seq
    }

    mutating func begin(_ epoch: Epoch) {
        let seq = self.head + 1
        self.terms.append(Term(epoch: epoch, firstSeq: seq))
        self.entries.append(LogEntry(seq: seq, audience: .nobody, term: epoch, event: []))
    }

    mutating func add(_ message: Message, at seq: Seq) {
        self.messages[seq] = message
    }

    /// Forgets the oldest entries, and memberships that the log has passed.
    mutating func trim(to count: Int) {
        let excess = self.entries.count - count
        guard excess > 0 else { return }
        self.entries.removeFirst(excess)
        self.floor += Seq(excess)
    }

    func isMember(_ user: UserID, of channel: ChannelID) -> Bool {
        self.memberships[user]?.contains { $0.key == .channel(channel) && $0.lasts } ?? false
    }

    /// The intervals that a reader needs who stands at a place.
    func memberships(of user: UserID, reachingPast seq: Seq) -> [Membership] {
        (self.memberships[user] ?? []).filter { $0.end > seq + 1 }
    }

    /// What a reader is owed, up to a limit.
    func replay(to user: UserID, after: Seq, through: Seq, limit: Int) -> [LogEntry] {
        let entitlements = Entitlements(of: user, memberships: self.memberships[user] ?? [])
        guard after >= self.floor - 1, after < through else { return [] }
        let range = Int(after + 1 - self.floor)...Int(through - self.floor)
        let owed = self.entries[range].lazy.filter { entry in
            !entry.audience.except.contains(user)
                && entry.audience.keys.contains { entitlements.covers($0, at: entry.seq) }
        }
        return Array(owed.prefix(limit))
    }

    private mutating func carryOut(_ change: MembershipChange, at seq: Seq) {
        for user in change.user.map({ [$0] }) ?? Array(self.memberships.keys) {
            var entitlements = Entitlements(of: user, memberships: self.memberships[user] ?? [])
            entitlements.fold(change, at: seq)
            self.memberships[user] = entitlements.memberships.filter { $0.key != .user(user) }
        }
    }

    private mutating func redact(_ seq: Seq, by redacting: Seq) {
        self.messages[seq]?.redactedBy = redacting
        guard let entry = self[seq], let event = try? EventBytes.redacted(entry.event) else { return }
        self.entries[Int(seq - self.floor)] = entry.replacing(event: event)
    }
}
