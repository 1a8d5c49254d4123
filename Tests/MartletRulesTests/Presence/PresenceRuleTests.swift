// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct PresenceRuleTests {
    private typealias Rule = PresenceRule<ManualInstant>

    private let east = EdgeIdentity(name: "east", incarnation: 5)
    private let west = EdgeIdentity(name: "west", incarnation: 1)
    private let alice: UserID = 1
    private let bob: UserID = 2

    private func report(_ edge: EdgeIdentity, _ count: Int, cleanly: Bool = false) -> PresenceReport {
        PresenceReport(edge: edge, user: self.alice, count: count, cleanly: cleanly)
    }

    @Test func `the first tab brings someone online and the last to be closed takes them offline at once`() {
        var rule = Rule()
        #expect(rule.reported(self.report(self.east, 1), at: 0) == [.setOnline(self.alice)])
        #expect(rule.reported(self.report(self.east, 2), at: 1) == [])
        #expect(rule.reported(self.report(self.east, 1, cleanly: true), at: 2) == [])
        #expect(rule.reported(self.report(self.east, 0, cleanly: true), at: 3) == [.setOffline(self.alice)])
        #expect(!rule.isOnline(self.alice))
        #expect(rule.graceSaves == 0)
    }

    @Test func `a lost connection is believed for 15 s`() {
        var rule = Rule()
        _ = rule.reported(self.report(self.east, 1), at: 0)
        #expect(rule.reported(self.report(self.east, 0), at: 10) == [.wait(until: 25)])
        #expect(rule.timerFired(at: 20) == [.wait(until: 25)])
        #expect(rule.isOnline(self.alice))
        #expect(rule.timerFired(at: 25) == [.setOffline(self.alice)])
    }

    @Test func `coming back within the grace tells nobody and counts as a save`() {
        var rule = Rule()
        _ = rule.reported(self.report(self.east, 1), at: 0)
        _ = rule.reported(self.report(self.east, 0), at: 10)
        #expect(rule.reported(self.report(self.west, 1), at: 24) == [])
        #expect(rule.graceSaves == 1)
        #expect(rule.timerFired(at: 25) == [])
        #expect(rule.isOnline(self.alice))
    }

    @Test func `a clean close after a flap is believed at once`() {
        var rule = Rule()
        _ = rule.reported(self.report(self.east, 1), at: 0)
        _ = rule.reported(self.report(self.east, 0), at: 10)
        _ = rule.reported(self.report(self.east, 1), at: 11)
        #expect(rule.reported(self.report(self.east, 0, cleanly: true), at: 12) == [.setOffline(self.alice)])
    }

    @Test func `a clean close on one device does not cut short another that is just reconnecting`() {
        var rule = Rule()
        _ = rule.reported(self.report(self.east, 1), at: 0)
        _ = rule.reported(self.report(self.west, 1), at: 0)
        _ = rule.reported(self.report(self.west, 0), at: 10)
        #expect(rule.reported(self.report(self.east, 0, cleanly: true), at: 12) == [.wait(until: 25)])
        #expect(rule.reported(self.report(self.west, 1), at: 13) == [])
    }

    @Test func `a loss long ago does not delay a clean close`() {
        var rule = Rule()
        _ = rule.reported(self.report(self.east, 2), at: 0)
        _ = rule.reported(self.report(self.east, 1), at: 10)
        #expect(rule.reported(self.report(self.east, 0, cleanly: true), at: 25) == [.setOffline(self.alice)])
    }

    @Test func `a new loss does not revive an old one`() {
        var rule = Rule()
        _ = rule.reported(self.report(self.east, 2), at: 0)
        _ = rule.reported(self.report(self.east, 1), at: 0)
        _ = rule.reported(self.report(self.east, 0), at: 100)
        _ = rule.reported(self.report(self.east, 1), at: 101)
        #expect(rule.reported(self.report(self.east, 0, cleanly: true), at: 102) == [.setOffline(self.alice)])
    }

    @Test func `tabs on several edges are summed`() {
        var rule = Rule()
        _ = rule.reported(self.report(self.east, 1), at: 0)
        #expect(rule.reported(self.report(self.west, 1), at: 1) == [])
        #expect(rule.reported(self.report(self.east, 0, cleanly: true), at: 2) == [])
        #expect(rule.isOnline(self.alice))
        #expect(rule.reported(self.report(self.west, 0, cleanly: true), at: 3) == [.setOffline(self.alice)])
    }

    @Test func `an edge that is gone loses everyone it had, and only them`() {
        var rule = Rule()
        _ = rule.reconciled(self.east, connections: [self.alice: 1, self.bob: 2], at: 0)
        _ = rule.reported(PresenceReport(edge: self.west, user: self.bob, count: 1), at: 0)
        #expect(rule.edgeLost(self.east, at: 5) == [.wait(until: 20)])
        #expect(rule.timerFired(at: 20) == [.setOffline(self.alice)])
        #expect(rule.isOnline(self.bob))
    }

    @Test func `a new life of an edge ends the one before, whose late reports are ignored`() {
        var rule = Rule()
        var reborn = self.east
        reborn.incarnation += 1
        _ = rule.reported(self.report(self.east, 3), at: 0)
        #expect(rule.reported(self.report(reborn, 1), at: 5) == [.wait(until: 20)])
        #expect(rule.graceSaves == 1)
        #expect(rule.reported(self.report(self.east, 0, cleanly: true), at: 6) == [])
        #expect(rule.edgeLost(self.east, at: 6) == [])
        #expect(rule.reconciled(self.east, connections: [self.bob: 1], at: 6) == [])
        #expect(rule.isOnline(self.alice))
        #expect(!rule.isOnline(self.bob))
    }

    @Test func `a full set adds who was not known and loses who is not in it`() {
        var rule = Rule()
        _ = rule.reported(self.report(self.east, 1), at: 0)
        let actions = rule.reconciled(self.east, connections: [self.bob: 1], at: 1)
        #expect(actions == [.setOnline(self.bob), .wait(until: 16)])
        #expect(rule.timerFired(at: 16) == [.setOffline(self.alice)])
        #expect(rule.reconciled(self.east, connections: [self.bob: 1], at: 17) == [])
    }

    @Test func `R3-21: after a start, who was online is believed for the admission window`() {
        var rule = Rule()
        #expect(rule.started(online: [self.alice, self.bob], admission: .seconds(60), at: 0) == [.wait(until: 60)])
        #expect(rule.onlineCount == 2)
        #expect(rule.reported(self.report(self.east, 1), at: 50) == [])
        #expect(rule.timerFired(at: 60) == [.setOffline(self.bob)])
        #expect(rule.graceSaves == 1)
        #expect(rule.onlineCount == 1)
    }

    @Test func `who takes over from another core stores who is there, and believes for 15 s in whoever is stored`() {
        var rule = Rule()
        _ = rule.reported(self.report(self.east, 1), at: 0)
        #expect(rule.tookOver(online: [self.bob], at: 100) == [.setOnline(self.alice), .wait(until: 115)])
        #expect(rule.isOnline(self.bob))
        #expect(rule.timerFired(at: 115) == [.setOffline(self.bob)])
        #expect(rule.tookOver(online: [self.alice], at: 200) == [], "nothing to bring together")
    }

    @Test func `without grace every loss counts at once`() {
        var rule = Rule(grace: .zero)
        #expect(rule.started(online: [self.bob], admission: .zero, at: 0) == [.setOffline(self.bob)])
        _ = rule.reported(self.report(self.east, 1), at: 0)
        #expect(rule.reported(self.report(self.east, 0), at: 1) == [.setOffline(self.alice)])
    }

    @Test func `an impossible count is none`() {
        var rule = Rule()
        #expect(rule.reported(self.report(self.east, -3), at: 0) == [])
        #expect(!rule.isOnline(self.alice))
    }

    @Test func `10,000 people dropped at once and back in time disturb nobody`() {
        var rule = Rule()
        let everyone = Dictionary(
            uniqueKeysWithValues: (1...10_000 as ClosedRange<Int64>).map { (UserID(rawValue: $0), 1) }
        )
        #expect(rule.reconciled(self.east, connections: everyone, at: 0).count == 10_000)
        #expect(rule.edgeLost(self.east, at: 1) == [.wait(until: 16)])
        for user in everyone.keys {
            #expect(rule.reported(PresenceReport(edge: self.west, user: user, count: 1), at: 10).isEmpty)
        }
        #expect(rule.timerFired(at: 16) == [])
        #expect(rule.graceSaves == 10_000)
    }
}
