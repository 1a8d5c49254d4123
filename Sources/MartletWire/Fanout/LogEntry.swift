// SPDX-License-Identifier: Apache-2.0

/// One entry of the log: what happened, where it stands, and who hears it.
///
/// The event is kept as the bytes that go on the wire, encoded once when it was appended:
/// `{"type":…,"data":…}`, without its `seq`.
package final class LogEntry: Sendable {
    /// Where it stands.
    package let seq: Seq
    /// Who hears it.
    package let audience: Audience
    /// Who begins or ceases to hear something with this entry, in order, folded after it is delivered.
    package let memberships: [MembershipChange]
    /// Earlier entries whose text this one takes back.
    package let redacts: [Seq]
    /// The term that begins here, for a `log.term` entry.
    package let term: Epoch?
    /// The encoded event; empty for a `log.term` entry.
    package let event: [UInt8]

    package init(
        seq: Seq,
        audience: Audience,
        memberships: [MembershipChange] = [],
        redacts: [Seq] = [],
        term: Epoch? = nil,
        event: [UInt8]
    ) {
        self.seq = seq
        self.audience = audience
        self.memberships = memberships
        self.redacts = redacts
        self.term = term
        self.event = event
    }

    /// A bound on the bytes of its ``LinkEnvelope``: ``Limits/entry`` is compared with it before the entry is committed.
    package var encodedSize: Int {
        let audience = self.audience
        let lists = [audience.users.count, audience.channels.count, audience.workspaces.count, audience.except.count]
        let numbers = lists.reduce(self.redacts.count, +)
        return 256 + self.event.count + 20 * numbers + 80 * self.memberships.count
    }

    /// The same entry with another event: how a text is taken back.
    package func replacing(event: [UInt8]) -> LogEntry {
        LogEntry(
            seq: self.seq,
            audience: self.audience,
            memberships: self.memberships,
            redacts: self.redacts,
            term: self.term,
            event: event
        )
    }
}

/// A change of who hears a channel or a workspace.
package struct MembershipChange: Hashable, Sendable, Codable {
    /// Whether hearing begins or ends.
    package enum Action: String, Hashable, Sendable, Codable {
        /// Heard from the entry's own seq on.
        case begin
        /// Heard up to and including the entry's own seq.
        case end
    }

    /// Begins or ends.
    package var action: Action
    /// Whose membership; nil ends everyone's.
    package var user: UserID?
    /// The channel or workspace.
    package var key: AudienceKey

    package init(_ action: Action, user: UserID?, key: AudienceKey) {
        self.action = action
        self.user = user
        self.key = key
    }
}
