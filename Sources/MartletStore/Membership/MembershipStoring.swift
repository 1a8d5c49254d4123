// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Who is a member of what, now.
package protocol MembershipReading {
    /// A person's current membership, if there is one.
    func membership(of user: UserID, in key: AudienceKey) throws -> Member?
    /// Everyone who is a member now, in the order of their numbers.
    func members(of key: AudienceKey, after user: UserID?, limit: Int) throws -> [Member]
    /// How many are members now.
    func memberCount(of key: AudienceKey) throws -> Int
    /// Everything a person is a member of now.
    func memberships(of user: UserID) throws -> [Member]
}

/// Begins and ends memberships; the log entry that says so is the caller's to append.
package protocol MembershipWriting {
    /// Begins a membership with an entry's seq.
    func beginMembership(_ membership: Member) throws
    /// Ends a membership after an entry's seq: that entry is the last heard.
    func endMembership(of user: UserID, in key: AudienceKey, with seq: Seq) throws
    /// Ends everyone's membership after an entry's seq.
    func endMemberships(in key: AudienceKey, with seq: Seq) throws
    /// Changes what a member may do.
    func setRole(_ role: String, of user: UserID, in key: AudienceKey) throws
}

/// A person who belongs to a channel or workspace now.
package struct Member: Hashable, Sendable {
    /// The channel or workspace.
    package var key: AudienceKey
    /// The member.
    package var user: UserID
    /// The seq of the entry with which it began.
    package var begin: Seq
    /// What the member may do, in the words of the wire.
    package var role: String
    /// When it began.
    package var joinedAt: Timestamp

    package init(key: AudienceKey, user: UserID, begin: Seq, role: String, joinedAt: Timestamp) {
        self.key = key
        self.user = user
        self.begin = begin
        self.role = role
        self.joinedAt = joinedAt
    }
}
