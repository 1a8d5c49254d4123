// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Decides from what a media server lists when a huddle is over and who only seems to be in it.
///
/// One glance proves nothing: somebody may be on their way in. Only who is missing, or a room that is empty, in good
/// listings that follow one another and lie far enough apart is believed to be so; a listing that failed says nothing
/// and starts the count over. Whoever joins again in between has a new number, and is on their way in again.
package struct HuddleReaper<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What the media server says of a room.
    package enum Listing: Hashable, Sendable {
        /// Who is connected; nobody, if it does not know the room.
        case people(Set<UserID>)
        /// It answered with an error, too late or not at all.
        case unavailable
    }

    /// Someone who joined, and the number of that join: it grows with every join to the room.
    package struct Member: Hashable, Sendable {
        package var user: UserID
        package var join: Int64

        package init(_ user: UserID, join: Int64) {
            self.user = user
            self.join = join
        }
    }

    /// What the owner does, in one transaction, after which it tells the channel.
    package enum Verdict: Hashable, Sendable {
        /// The room goes on without these, unless their number has changed.
        case remove([Member])
        /// The room is over, unless it has a join after this one or is over already.
        case end(unlessJoinedAfter: Int64)
    }

    private struct Suspicion: Sendable {
        var missing: [Member: Instant] = [:]
        var emptySince: Instant?
    }

    private let patience: Duration
    private var suspicions: [RoomID: Suspicion] = [:]

    /// Creates a reaper.
    ///
    /// - Parameter patience: How long someone may take from joining to being connected; listings that lie closer
    ///   together count as one.
    package init(patience: Duration = .seconds(15)) {
        precondition(patience > .zero, "someone on their way in needs time")
        self.patience = patience
    }

    /// How many rooms are under suspicion.
    package var count: Int { self.suspicions.count }

    /// Decides about one room.
    ///
    /// - Parameters:
    ///   - room: The room, which is not over.
    ///   - members: Whoever has joined and not left, read before or after the listing.
    ///   - listing: What the media server said.
    ///   - now: The instant at which it was asked.
    /// - Returns: What to do; nil if the room stays as it is.
    package mutating func listed(
        _ room: RoomID,
        members: [Member],
        _ listing: Listing,
        at now: Instant
    ) -> Verdict? {
        guard case .people(let people) = listing else {
            self.suspicions[room] = nil
            return nil
        }
        let before = self.suspicions[room] ?? Suspicion()
        let missing = members.filter { !people.contains($0.user) }
        var after = Suspicion()
        for member in missing { after.missing[member] = before.missing[member] ?? now }
        if people.isEmpty { after.emptySince = before.emptySince ?? now }
        let ghosts = missing.filter { self.isConvicted(after.missing[$0], at: now) }
        let isOver = self.isConvicted(after.emptySince, at: now) && ghosts.count == members.count
        self.suspicions[room] = isOver || (missing.isEmpty && !people.isEmpty) ? nil : after
        if isOver { return .end(unlessJoinedAfter: members.map(\.join).max() ?? 0) }
        return ghosts.isEmpty ? nil : .remove(ghosts)
    }

    /// Forgets every room but these.
    package mutating func keep(_ rooms: Set<RoomID>) {
        self.suspicions = self.suspicions.filter { rooms.contains($0.key) }
    }

    private func isConvicted(_ since: Instant?, at now: Instant) -> Bool {
        since.map { $0.duration(to: now) >= self.patience } ?? false
    }
}
