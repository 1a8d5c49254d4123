// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// The mechanism of ``PresenceRule``: what each edge says of whom, and who is in grace until when.
struct PresenceLedger: Sendable {
    typealias Actions = [PresenceAction<Moment>]

    private struct Person: Sendable {
        var connections = 0
        /// Connections lost lately that nothing has replaced.
        var losses = 0
        /// Until when those losses are believed to be hiccups.
        var graceEnd: Moment?
        var isOnline = false

        mutating func forgetOldLosses(at now: Moment) {
            guard let end = self.graceEnd, end <= now else { return }
            self.losses = 0
            self.graceEnd = nil
        }
    }

    private struct Edge: Sendable {
        var incarnation: UInt64
        var connections: [UserID: Int] = [:]

        /// Takes in how many connections somebody has, and returns how many they had.
        mutating func note(_ count: Int, of user: UserID) -> Int {
            let before =
                count == 0
                ? self.connections.removeValue(forKey: user) : self.connections.updateValue(count, forKey: user)
            return before ?? 0
        }
    }

    private let grace: Duration
    private var people: [UserID: Person] = [:]
    private var edges: [String: Edge] = [:]
    private var deadlines = DeadlineQueue<UserID, Moment>()
    private var timer: Moment?

    private(set) var graceSaves = 0

    init(grace: Duration) {
        self.grace = grace
    }

    var onlineCount: Int { self.people.values.count(where: \.isOnline) }

    func isOnline(_ user: UserID) -> Bool { self.people[user]?.isOnline ?? false }

    mutating func started(
        online users: [UserID],
        admission: Duration,
        at now: Moment
    ) -> Actions {
        var actions: Actions = []
        let end = now.advanced(by: max(self.grace, admission))
        for user in users where self.people[user] == nil {
            self.settle(user, Person(losses: 1, graceEnd: end, isOnline: true), at: now, &actions)
        }
        self.askForTimer(&actions)
        return actions
    }

    mutating func tookOver(online users: Set<UserID>, at now: Moment) -> Actions {
        let missing = self.people.filter { $0.value.isOnline && !users.contains($0.key) }.keys
        let unstored: Actions = missing.sorted().map { .setOnline($0) }
        return unstored + self.started(online: users.sorted(), admission: .zero, at: now)
    }

    mutating func reported(_ report: PresenceReport, at now: Moment) -> Actions {
        var actions: Actions = []
        guard self.acknowledge(report.edge, at: now, &actions) else { return [] }
        self.set(report, at: now, &actions)
        self.askForTimer(&actions)
        return actions
    }

    mutating func reconciled(
        _ edge: EdgeIdentity,
        connections: [UserID: Int],
        at now: Moment
    ) -> Actions {
        var actions: Actions = []
        guard self.acknowledge(edge, at: now, &actions) else { return [] }
        let known = self.edges[edge.name]?.connections ?? [:]
        for user in known.keys where connections[user] == nil {
            self.set(PresenceReport(edge: edge, user: user, count: 0), at: now, &actions)
        }
        for (user, count) in connections {
            self.set(PresenceReport(edge: edge, user: user, count: count), at: now, &actions)
        }
        self.askForTimer(&actions)
        return actions
    }

    mutating func edgeLost(_ edge: EdgeIdentity, at now: Moment) -> Actions {
        var actions: Actions = []
        guard self.edges[edge.name]?.incarnation == edge.incarnation else { return [] }
        self.dropAll(of: edge, at: now, &actions)
        self.askForTimer(&actions)
        return actions
    }

    mutating func timerFired(at now: Moment) -> Actions {
        var actions: Actions = []
        self.timer = nil
        while let user = self.deadlines.popDue(at: now) {
            // Someone who has connections again only has the loss forgotten.
            guard let person = self.people[user], let end = person.graceEnd, end <= now else { continue }
            self.settle(user, person, at: now, &actions)
        }
        self.askForTimer(&actions)
        return actions
    }

    /// Whether an edge is to be believed; a new life of it ends the one before.
    private mutating func acknowledge(
        _ edge: EdgeIdentity,
        at now: Moment,
        _ actions: inout Actions
    ) -> Bool {
        guard let known = self.edges[edge.name]?.incarnation else {
            self.edges[edge.name] = Edge(incarnation: edge.incarnation)
            return true
        }
        guard edge.incarnation > known else { return edge.incarnation == known }
        self.dropAll(of: EdgeIdentity(name: edge.name, incarnation: known), at: now, &actions)
        self.edges[edge.name]?.incarnation = edge.incarnation
        return true
    }

    private mutating func dropAll(
        of edge: EdgeIdentity,
        at now: Moment,
        _ actions: inout Actions
    ) {
        let users = self.edges[edge.name]?.connections.keys
        for user in users.map(Array.init) ?? [] {
            self.set(PresenceReport(edge: edge, user: user, count: 0), at: now, &actions)
        }
    }

    private mutating func set(
        _ report: PresenceReport,
        at now: Moment,
        _ actions: inout Actions
    ) {
        let count = max(0, report.count)
        let before = self.edges[report.edge.name]?.note(count, of: report.user) ?? 0
        guard count != before else { return }
        var person = self.people[report.user] ?? Person()
        person.forgetOldLosses(at: now)
        person.connections += count - before
        if count > before {
            self.replaced(count - before, &person, at: now)
        } else if !report.cleanly {
            person.losses += before - count
            person.graceEnd = now.advanced(by: self.grace)
        }
        self.settle(report.user, person, at: now, &actions)
    }

    /// Lets new connections make good for lost ones.
    private mutating func replaced(_ count: Int, _ person: inout Person, at now: Moment) {
        if person.isOnline, person.connections == count { self.graceSaves += 1 }
        person.losses = max(0, person.losses - count)
        if person.losses == 0 { person.graceEnd = nil }
    }

    /// Stores what is now known of a person, and says so if it changes what others see.
    private mutating func settle(
        _ user: UserID,
        _ person: Person,
        at now: Moment,
        _ actions: inout Actions
    ) {
        var person = person
        person.forgetOldLosses(at: now)
        if person.connections > 0 {
            if !person.isOnline { actions.append(.setOnline(user)) }
            person.isOnline = true
        } else if person.isOnline {
            if let end = person.graceEnd {
                self.deadlines.add(user, at: end)
            } else {
                person.isOnline = false
                actions.append(.setOffline(user))
            }
        }
        self.people[user] = person.isOnline ? person : nil
    }

    /// Asks for a timer unless one is set that comes no later.
    private mutating func askForTimer(_ actions: inout Actions) {
        guard let first = self.deadlines.first else { return }
        if let timer = self.timer, timer <= first { return }
        self.timer = first
        actions.append(.wait(until: first))
    }
}
