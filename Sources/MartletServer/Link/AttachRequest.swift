// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Somebody's connection asks where it stands.
package struct AttachRequest: Sendable, Codable {
    /// Whose connection.
    package var user: UserID
    /// The `epoch` it gave, as it came.
    package var epoch: String?
    /// The `resume_from` it gave, as it came.
    package var from: String?

    package init(user: UserID, epoch: String? = nil, from: String? = nil) {
        self.user = user
        self.epoch = epoch
        self.from = from
    }
}

/// What the core knows of somebody at one place in the log.
package struct Attachment: Sendable, Codable {
    /// The log's head when this was read; everything below holds there.
    package var head: Seq
    /// What the connection is owed.
    package var decision: ResumeDecision
    /// What the person hears, past stretches included as far back as the resume reaches.
    package var memberships: [Membership]

    package init(head: Seq, decision: ResumeDecision, memberships: [Membership]) {
        self.head = head
        self.decision = decision
        self.memberships = memberships
    }
}

/// Asks for what somebody is entitled to in a part of the log.
package struct ReplayRequest: Sendable, Codable {
    /// Whose memberships decide.
    package var user: UserID
    /// Where the reader stands.
    package var after: Seq
    /// The last entry to look at.
    package var through: Seq
    /// How many entries at most.
    package var limit: Int

    package init(user: UserID, after: Seq, through: Seq, limit: Int) {
        self.user = user
        self.after = after
        self.through = through
        self.limit = limit
    }
}
