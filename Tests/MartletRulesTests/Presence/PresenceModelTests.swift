// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

/// R3-20: edges that live and die, connections that come and go, and reports that reach the core late, in any
/// interleaving that keeps each life of an edge in order.
@Suite struct PresenceModelTests {
    private enum News {
        case report(PresenceReport)
        case fullSet(EdgeIdentity, [UserID: Int])
        case lost(EdgeIdentity)
    }

    /// One life of one edge: what it really has, and what it said that the core has not heard yet.
    private struct Life {
        var identity: EdgeIdentity
        var connections: [UserID: Int] = [:]
        var isAlive = true
        var unheard: [News] = []

        mutating func set(_ user: UserID, _ count: Int, cleanly: Bool) {
            self.connections[user] = count == 0 ? nil : count
            let report = PresenceReport(edge: self.identity, user: user, count: count, cleanly: cleanly)
            self.unheard.append(.report(report))
        }

        mutating func die() {
            self.isAlive = false
            self.connections = [:]
            self.unheard.append(.lost(self.identity))
        }
    }

    private struct World {
        var rule = PresenceRule<ManualInstant>()
        var lives: [Life] = []
        var shown: Set<UserID> = []
        var now: Duration = .zero
        var timer: ManualInstant?

        mutating func perform(_ actions: [PresenceAction<ManualInstant>]) {
            for action in actions {
                switch action {
                case .setOnline(let user): #expect(self.shown.insert(user).inserted)
                case .setOffline(let user): #expect(self.shown.remove(user) != nil)
                case .wait(let until):
                    #expect(until > ManualInstant(self.now))
                    self.timer = until
                }
            }
        }

        mutating func advance(by duration: Duration) {
            self.now += duration
            guard let timer = self.timer, timer <= ManualInstant(self.now) else { return }
            self.timer = nil
            self.perform(self.rule.timerFired(at: ManualInstant(self.now)))
        }

        mutating func hear(_ life: Int) {
            guard !self.lives[life].unheard.isEmpty else { return }
            let now = ManualInstant(self.now)
            switch self.lives[life].unheard.removeFirst() {
            case .report(let report): self.perform(self.rule.reported(report, at: now))
            case .fullSet(let edge, let all): self.perform(self.rule.reconciled(edge, connections: all, at: now))
            case .lost(let edge): self.perform(self.rule.edgeLost(edge, at: now))
            }
        }

        var reality: Set<UserID> { Set(self.lives.flatMap(\.connections.keys)) }
    }

    private let users: [UserID] = [1, 2, 3]

    private func step(_ world: inout World, using chance: inout SeededGenerator) {
        let living = world.lives.indices.filter { world.lives[$0].isAlive }
        switch Int.random(in: 0..<20, using: &chance) {
        case 0..<8:
            guard let life = living.randomElement(using: &chance), let user = self.users.randomElement(using: &chance)
            else { return }
            let count = world.lives[life].connections[user] ?? 0
            let opens = count == 0 || Bool.random(using: &chance)
            world.lives[life].set(user, count + (opens ? 1 : -1), cleanly: Bool.random(using: &chance))
        case 8..<14:
            guard let life = world.lives.indices.randomElement(using: &chance) else { return }
            world.hear(life)
        case 14..<17:
            world.advance(by: .milliseconds(Int.random(in: 1...6000, using: &chance)))
        case 17:
            guard let life = living.randomElement(using: &chance) else { return }
            world.lives[life].unheard.append(.fullSet(world.lives[life].identity, world.lives[life].connections))
        case 18:
            guard let life = living.randomElement(using: &chance) else { return }
            world.lives[life].die()
        default:
            let name = ["east", "west"].randomElement(using: &chance) ?? "east"
            guard !living.contains(where: { world.lives[$0].identity.name == name }) else { return }
            let identity = EdgeIdentity(name: name, incarnation: UInt64(world.lives.count + 1))
            world.lives.append(Life(identity: identity))
            world.lives[world.lives.count - 1].unheard.append(.fullSet(identity, [:]))
        }
    }

    @Test(arguments: 0..<400 as Range<UInt64>)
    func `R3-20: once everything was heard and the grace is over, what is shown is what is`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var world = World()
        world.shown = Set(self.users.filter { _ in Bool.random(using: &chance) })
        world.perform(world.rule.started(online: world.shown, admission: .seconds(30), at: 0))
        for _ in 0..<250 { self.step(&world, using: &chance) }
        while let life = world.lives.indices.filter({ !world.lives[$0].unheard.isEmpty }).randomElement(using: &chance)
        {
            world.hear(life)
        }
        #expect(world.reality.isSubset(of: world.shown))
        for _ in 0..<100 { world.advance(by: .seconds(1)) }
        #expect(world.shown == world.reality)
        #expect(world.timer == nil)
        for user in self.users { #expect(world.rule.isOnline(user) == world.reality.contains(user)) }
    }
}
