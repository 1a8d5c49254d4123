// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// The one writer of the online bit.
///
/// Sums what every edge says of a person's connections. Whoever ended their last connection by their own wish is gone
/// at once; whoever lost it is believed for a while longer. A loss that another connection has made good is forgotten,
/// so that a clean close after a flap is still believed at once, and a clean close on one device does not cut short
/// another that is just reconnecting.
///
/// Reports of one edge arrive in the order in which it sent them; those of an earlier life of it are ignored whenever
/// they come. A report costs a few look-ups, and the logarithm of the number of people in grace.
package struct PresenceRule<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private var timeline = Timeline<Instant>()
    private var ledger: PresenceLedger

    /// Creates a rule that knows of nobody.
    ///
    /// - Parameter grace: How long someone whose connection was lost is believed to be there.
    package init(grace: Duration = .seconds(15)) {
        self.ledger = PresenceLedger(grace: grace)
    }

    /// How many people are online.
    package var onlineCount: Int { self.ledger.onlineCount }
    /// How many times someone came back within their grace, and nobody was told anything.
    package var graceSaves: Int { self.ledger.graceSaves }

    package func isOnline(_ user: UserID) -> Bool { self.ledger.isOnline(user) }

    /// Takes over the people whom an earlier life of the core left online.
    ///
    /// - Parameters:
    ///   - users: Whoever is stored as online.
    ///   - admission: How long everyone may need to be admitted again.
    ///   - now: The instant of the start.
    /// - Returns: What to do.
    package mutating func started(
        online users: some Sequence<UserID>,
        admission: Duration,
        at now: Instant
    ) -> [PresenceAction<Instant>] {
        let actions = self.ledger.started(online: Array(users), admission: admission, at: self.timeline.moment(now))
        return self.dated(actions)
    }

    /// Takes over from another core, which heard the same reports as this one.
    ///
    /// - Parameters:
    ///   - users: Whoever is stored as online: those of whom nothing is known here have the time of grace to be seen.
    ///   - now: The instant.
    /// - Returns: What to do, so that what is stored is what is known.
    package mutating func tookOver(online users: some Sequence<UserID>, at now: Instant) -> [PresenceAction<Instant>] {
        let actions = self.ledger.tookOver(online: Set(users), at: self.timeline.moment(now))
        return self.dated(actions)
    }

    /// Notes what an edge says of one person.
    @specialized(where Instant == ContinuousClock.Instant)
    package mutating func reported(_ report: PresenceReport, at now: Instant) -> [PresenceAction<Instant>] {
        let actions = self.ledger.reported(report, at: self.timeline.moment(now))
        return self.dated(actions)
    }

    /// Notes everyone an edge has: whoever is not among them has been lost there.
    package mutating func reconciled(
        _ edge: EdgeIdentity,
        connections: [UserID: Int],
        at now: Instant
    ) -> [PresenceAction<Instant>] {
        let actions = self.ledger.reconciled(edge, connections: connections, at: self.timeline.moment(now))
        return self.dated(actions)
    }

    /// Notes that an edge is gone, or cannot be heard, and everyone it had is lost.
    package mutating func edgeLost(_ edge: EdgeIdentity, at now: Instant) -> [PresenceAction<Instant>] {
        let actions = self.ledger.edgeLost(edge, at: self.timeline.moment(now))
        return self.dated(actions)
    }

    /// Decides for whom the grace is over.
    package mutating func timerFired(at now: Instant) -> [PresenceAction<Instant>] {
        let actions = self.ledger.timerFired(at: self.timeline.moment(now))
        return self.dated(actions)
    }

    /// Takes what the ledger has returned, never a call to it: `self` would be held meanwhile, and the ledger copied.
    private func dated(_ actions: [PresenceAction<Moment>]) -> [PresenceAction<Instant>] {
        guard !actions.isEmpty else { return [] }
        return actions.map { action in
            switch action {
            case .setOnline(let user): .setOnline(user)
            case .setOffline(let user): .setOffline(user)
            case .wait(let moment): .wait(until: self.timeline.instant(moment))
            }
        }
    }
}
