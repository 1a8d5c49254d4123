// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct EntitlementsTests {
    private let alice: UserID = 1
    private let bob: UserID = 2
    private let tea = AudienceKey.channel(7)

    private func begin(_ user: UserID?) -> MembershipChange { MembershipChange(.begin, user: user, key: self.tea) }
    private func end(_ user: UserID?) -> MembershipChange { MembershipChange(.end, user: user, key: self.tea) }

    @Test func `what is addressed to a person needs no membership`() {
        let entitlements = Entitlements(of: self.alice)
        #expect(entitlements.covers(.user(self.alice), at: 1))
        #expect(entitlements.ranges(of: .user(self.alice), after: 4, through: 9) == [5...9])
        #expect(!entitlements.covers(.user(self.bob), at: 1))
        #expect(!entitlements.covers(.channel(1), at: 1))
    }

    @Test func `a member hears from the entry that let them in to the one that sent them away`() {
        var entitlements = Entitlements(of: self.alice)
        entitlements.fold(self.begin(self.alice), at: 10)
        entitlements.fold(self.end(self.alice), at: 20)
        #expect(!entitlements.covers(self.tea, at: 9))
        #expect(entitlements.covers(self.tea, at: 10))
        #expect(entitlements.covers(self.tea, at: 20))
        #expect(!entitlements.covers(self.tea, at: 21))
    }

    @Test func `a leave and a rejoin while away leave a hole`() {
        var entitlements = Entitlements(of: self.alice, memberships: [Membership(of: self.tea, from: 1, until: 6)])
        entitlements.fold(self.begin(self.alice), at: 9)
        #expect(entitlements.ranges(of: self.tea, after: 3, through: 12) == [4...5, 9...12])
        #expect(entitlements.ranges(of: self.tea, after: 5, through: 8) == [])
    }

    @Test func `a change without a user ends everyone's membership`() {
        var entitlements = Entitlements(of: self.alice, memberships: [Membership(of: self.tea, from: 1)])
        entitlements.fold(self.end(nil), at: 5)
        #expect(entitlements.ranges(of: self.tea, after: 0, through: 9) == [1...5])
    }

    @Test func `another person's change and a repeated one change nothing`() {
        var entitlements = Entitlements(of: self.alice, memberships: [Membership(of: self.tea, from: 3)])
        let before = entitlements
        entitlements.fold(self.end(self.bob), at: 5)
        entitlements.fold(self.begin(self.alice), at: 6)
        entitlements.fold(self.begin(nil), at: 7)
        entitlements.fold(MembershipChange(.end, user: nil, key: .user(self.alice)), at: 8)
        #expect(entitlements == before)
    }

    @Test func `an end that is folded twice keeps its first place`() {
        var entitlements = Entitlements(of: self.alice, memberships: [Membership(of: self.tea, from: 3)])
        entitlements.fold(self.end(self.alice), at: 5)
        entitlements.fold(self.end(self.alice), at: 8)
        #expect(entitlements.ranges(of: self.tea, after: 0, through: 9) == [3...5])
    }

    @Test func `what ended before the cursor can be forgotten`() {
        var entitlements = Entitlements(
            of: self.alice,
            memberships: [Membership(of: self.tea, from: 1, until: 6), Membership(of: self.tea, from: 9)]
        )
        entitlements.forget(through: 4)
        #expect(entitlements.memberships.count == 3)
        entitlements.forget(through: 5)
        #expect(entitlements.memberships.count == 2)
        #expect(entitlements.keys(at: 9) == [.user(self.alice), self.tea])
    }

    @Test func `overlapping and touching intervals count as one`() {
        let entitlements = Entitlements(
            of: self.alice,
            memberships: [
                Membership(of: self.tea, from: 4, until: 8), Membership(of: self.tea, from: 1, until: 4),
                Membership(of: self.tea, from: 6, until: 7), Membership(of: self.tea, from: 5, until: 5),
            ]
        )
        #expect(entitlements.ranges(of: self.tea, after: 0, through: 99) == [1...7])
    }

    /// Random histories of four people in five places, against a table of who heard what at every seq.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `folding and attaching at any place agree with who was a member at each seq`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let history = MembershipHistory(length: 120, using: &chance)
        let from = Seq.random(in: 0...history.head, using: &chance)
        let attached = Seq.random(in: from...history.head, using: &chance)
        for user in history.users {
            var entitlements = Entitlements(of: user, memberships: history.attach(user, from: from, to: attached))
            for seq in attached..<history.head {
                for change in history.changes[Int(seq)] { entitlements.fold(change, at: seq + 1) }
            }
            for seq in (from + 1)..<(history.head + 1) {
                let expected = history.keys.filter { history.isMember(user, of: $0, at: seq) }
                #expect(expected.allSatisfy { entitlements.covers($0, at: seq) })
                #expect(entitlements.keys(at: seq) == ([.user(user)] + expected).sorted())
            }
            for key in history.keys {
                let heard = entitlements.ranges(of: key, after: from, through: history.head).flatMap(Array.init)
                let expected = ((from + 1)..<(history.head + 1)).filter { history.isMember(user, of: key, at: $0) }
                #expect(heard == expected)
            }
        }
    }
}
