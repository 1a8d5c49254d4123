// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

/// R3-24.
@Suite struct HuddleReaperTests {
    private typealias Reaper = HuddleReaper<ManualInstant>
    private typealias Member = Reaper.Member

    private let room = RoomID(rawValue: "r")
    private let alice = Member(1, join: 10)
    private let bob = Member(2, join: 11)

    @Test func `R3-24: a room is over once two listings apart found it empty`() {
        var reaper = Reaper()
        #expect(reaper.listed(self.room, members: [self.alice], .people([]), at: 0) == nil)
        #expect(reaper.listed(self.room, members: [self.alice], .people([]), at: 14) == nil)
        #expect(reaper.listed(self.room, members: [self.alice], .people([]), at: 15) == .end(unlessJoinedAfter: 10))
        #expect(reaper.count == 0)
    }

    @Test func `R3-24: a media server that fails never ends a room`() {
        var reaper = Reaper()
        for second in 0..<100 as Range<Int64> {
            let now = ManualInstant(integerLiteral: second * 60)
            let listing: Reaper.Listing = second.isMultiple(of: 2) ? .people([]) : .unavailable
            #expect(reaper.listed(self.room, members: [self.alice], listing, at: now) == nil)
        }
    }

    @Test func `R3-24: someone who joins between two listings keeps the room alive`() {
        var reaper = Reaper()
        _ = reaper.listed(self.room, members: [self.alice], .people([]), at: 0)
        let late = reaper.listed(self.room, members: [self.alice, self.bob], .people([]), at: 30)
        #expect(late == .remove([self.alice]))
        #expect(reaper.listed(self.room, members: [self.bob], .people([2]), at: 40) == nil)
        #expect(reaper.listed(self.room, members: [self.bob], .people([]), at: 50) == nil)
        #expect(reaper.listed(self.room, members: [self.bob], .people([]), at: 65) == .end(unlessJoinedAfter: 11))
    }

    @Test func `R3-24: someone who joined anew is on their way in again`() {
        var reaper = Reaper()
        _ = reaper.listed(self.room, members: [self.alice, self.bob], .people([2]), at: 0)
        let again = Member(1, join: 12)
        #expect(reaper.listed(self.room, members: [again, self.bob], .people([2]), at: 30) == nil)
        #expect(reaper.listed(self.room, members: [again, self.bob], .people([2]), at: 60) == .remove([again]))
    }

    @Test func `R3-24: a ghost is removed after two listings without it, and nobody else`() {
        var reaper = Reaper()
        #expect(reaper.listed(self.room, members: [self.alice, self.bob], .people([2]), at: 0) == nil)
        #expect(
            reaper.listed(self.room, members: [self.alice, self.bob], .people([2]), at: 30) == .remove([self.alice])
        )
        #expect(reaper.listed(self.room, members: [self.bob], .people([2]), at: 60) == nil)
        #expect(reaper.count == 0)
    }

    @Test func `someone connected without having joined keeps the room alive`() {
        var reaper = Reaper()
        for second in [0, 30, 60] as [ManualInstant] {
            #expect(reaper.listed(self.room, members: [], .people([7]), at: second) == nil)
        }
    }

    @Test func `a room that everyone left without ending it is over too`() {
        var reaper = Reaper()
        #expect(reaper.listed(self.room, members: [], .people([]), at: 0) == nil)
        #expect(reaper.listed(self.room, members: [], .people([]), at: 30) == .end(unlessJoinedAfter: 0))
    }

    @Test func `rooms that are no more are forgotten`() {
        var reaper = Reaper()
        _ = reaper.listed(self.room, members: [self.alice], .people([]), at: 0)
        reaper.keep([])
        #expect(reaper.count == 0)
        #expect(reaper.listed(self.room, members: [self.alice], .people([]), at: 30) == nil)
    }

    /// Joins, leaves, failing listings and a store that carries verdicts out late, in any order.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `R3-24: nobody who is connected loses the room, and an abandoned one ends once`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var reaper = Reaper()
        var members: [UserID: Int64] = [:]
        var connected: Set<UserID> = []
        var joins: Int64 = 0
        var verdict: Reaper.Verdict?
        var endings = 0
        var now: Int64 = 0
        func carryOut() {
            switch verdict {
            case .remove(let ghosts):
                for ghost in ghosts where members[ghost.user] == ghost.join { members[ghost.user] = nil }
            case .end(let last) where members.values.allSatisfy { $0 <= last }: endings += 1
            case .end, nil: break
            }
            verdict = nil
        }
        func look(_ listing: Reaper.Listing) {
            let rows = members.map { Member($0.key, join: $0.value) }
            verdict = reaper.listed(self.room, members: rows, listing, at: ManualInstant(integerLiteral: now))
        }
        for _ in 0..<200 where endings == 0 {
            now += Int64.random(in: 0...10, using: &chance)
            let user = UserID(rawValue: Int64.random(in: 1...3, using: &chance))
            switch Int.random(in: 0..<5, using: &chance) {
            case 0:
                joins += 1
                members[user] = joins
                connected.insert(user)
            case 1:
                connected.remove(user)
            case 2:
                carryOut()
            default:
                look(Int.random(in: 0..<4, using: &chance) == 0 ? .unavailable : .people(connected))
            }
            #expect(connected.allSatisfy { members[$0] != nil })
            if endings > 0 { #expect(connected.isEmpty) }
        }
        carryOut()
        guard endings == 0 else { return }
        for _ in 0..<3 where endings == 0 {
            now += 20
            look(.people([]))
            carryOut()
        }
        #expect(endings == 1)
    }
}
