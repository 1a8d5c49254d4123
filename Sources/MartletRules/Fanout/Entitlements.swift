// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What one person is entitled to hear, at every place in the log that still matters to them.
///
/// Starts from the intervals that attach answered and folds in the membership changes that pass afterwards, so that
/// a replay over a leave and a rejoin tells exactly what a live connection would have heard. A person's own key needs
/// no membership and is always there. Kept sorted and flat: two keys cost 72 bytes a connection.
package struct Entitlements: Sendable, Hashable {
    /// Whose.
    package let user: UserID
    /// All intervals, by key and then by place, without overlaps.
    package private(set) var memberships: ContiguousArray<Membership>

    package init(of user: UserID, memberships: some Collection<Membership> = []) {
        self.user = user
        self.memberships = []
        self.memberships.reserveCapacity(memberships.count + 1)
        let own = Membership(of: .user(user), from: 0)
        var sorted = [own]
        sorted.reserveCapacity(memberships.count + 1)
        for membership in memberships where membership.key != own.key && membership.begin < membership.end {
            sorted.append(membership)
        }
        sorted.sort { $0.key == $1.key ? $0.begin < $1.begin : $0.key < $1.key }
        for membership in sorted { self.admit(membership) }
    }

    /// What a person hears whose intervals were read at some place in the log, with what has changed on the way from there.
    ///
    /// - Parameters:
    ///   - user: Whose.
    ///   - memberships: The intervals as they stood at `head`.
    ///   - head: Where they were read.
    ///   - changes: What the log has brought since they were asked for; what stands at or before `head` is known by then.
    package init(
        of user: UserID,
        memberships: some Collection<Membership>,
        readAt head: Seq,
        passed changes: some Sequence<(change: MembershipChange, seq: Seq)>
    ) {
        self.init(of: user, memberships: memberships)
        for (change, seq) in changes where seq > head { self.fold(change, at: seq) }
    }

    /// Notes a change that the log brought at a seq; one that is known already, or another person's, changes nothing.
    package mutating func fold(_ change: MembershipChange, at seq: Seq) {
        switch change.action {
        case .begin where change.user == self.user: self.begin(change.key, at: seq)
        case .end where change.user == self.user || change.user == nil: self.end(change.key, at: seq)
        case .begin, .end: break
        }
    }

    /// Whether an entry at that seq, addressed to that key, is meant for the person too.
    package func covers(_ key: AudienceKey, at seq: Seq) -> Bool {
        self.memberships[self.intervals(of: key)].contains { $0.covers(seq) }
    }

    /// The keys heard at a seq, ascending.
    package func keys(at seq: Seq) -> [AudienceKey] {
        self.memberships.compactMap { $0.covers(seq) ? $0.key : nil }
    }

    /// The parts of (after, through] in which a key is heard, ascending.
    package func ranges(of key: AudienceKey, after: Seq, through: Seq) -> [ClosedRange<Seq>] {
        self.memberships[self.intervals(of: key)].compactMap { membership in
            let first = max(membership.begin, after + 1)
            let last = min(membership.end - 1, through)
            return first <= last ? first...last : nil
        }
    }

    /// Drops the intervals that ended at or before a seq: a cursor that has passed them never looks back.
    package mutating func forget(through seq: Seq) {
        guard self.memberships.contains(where: { $0.end <= seq + 1 }) else { return }
        self.memberships.removeAll { $0.end <= seq + 1 }
    }

    private mutating func begin(_ key: AudienceKey, at seq: Seq) {
        let intervals = self.intervals(of: key)
        guard let latest = self.memberships[intervals].last else {
            self.memberships.insert(Membership(of: key, from: seq), at: intervals.lowerBound)
            return
        }
        guard seq > latest.begin, !latest.lasts else { return }
        if seq <= latest.end {
            self.memberships[intervals.upperBound - 1].resume()
        } else {
            self.memberships.insert(Membership(of: key, from: seq), at: intervals.upperBound)
        }
    }

    private mutating func end(_ key: AudienceKey, at seq: Seq) {
        guard key != .user(self.user) else { return }
        let intervals = self.intervals(of: key)
        guard let latest = self.memberships[intervals].last, latest.lasts, latest.begin <= seq else { return }
        self.memberships[intervals.upperBound - 1].end(after: seq)
    }

    /// Appends an interval to the ones so far, joining it to the last if they touch.
    private mutating func admit(_ membership: Membership) {
        guard let latest = self.memberships.last, latest.key == membership.key, membership.begin <= latest.end else {
            self.memberships.append(membership)
            return
        }
        let end = max(latest.end, membership.end)
        self.memberships[self.memberships.count - 1] = Membership(of: latest.key, from: latest.begin, until: end)
    }

    /// Where a key's intervals stand, or would.
    private func intervals(of key: AudienceKey) -> Range<Int> {
        var low = 0
        var high = self.memberships.count
        while low < high {
            let middle = (low + high) / 2
            if self.memberships[middle].key < key { low = middle + 1 } else { high = middle }
        }
        var end = low
        while end < self.memberships.count, self.memberships[end].key == key { end += 1 }
        return low..<end
    }
}
