// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

@Suite struct LogTailTests {
    private final class Frame: Sendable {
        let name: String
        init(_ name: String) { self.name = name }
    }

    private func read(
        _ tail: LogTail<Frame>,
        _ entitlements: Entitlements,
        after cursor: Seq,
        limit: Int = .max
    ) -> (seqs: [Seq], page: LogPage?) {
        var seqs: [Seq] = []
        let page = tail.read(for: entitlements, after: cursor, through: tail.head, limit: limit) { seq, _ in
            seqs.append(seq)
            return true
        }
        return (seqs, page)
    }

    @Test func `what was taken back while a page was on its way is known as long as the entries that say so are`() {
        var tail = LogTail<Frame>(after: 100, capacity: LogTailCapacity(entries: 3))
        for name in ["a", "takes back 7", "takes back 8", "d"] { tail.append(Frame(name), weight: 1, under: []) }
        func takenBack(since seq: Seq) -> Set<Seq>? {
            tail.takenBack(since: seq) { $0.name.hasPrefix("takes") ? [Seq($0.name.suffix(1)) ?? 0] : [] }
        }
        #expect(takenBack(since: 101) == [7, 8])
        #expect(takenBack(since: 102) == [8])
        #expect(takenBack(since: 104) == [])
        #expect(takenBack(since: 100) == nil, "what followed 100 has left")
        #expect(takenBack(since: 105) == nil, "a page of another log")
    }

    @Test func `an entry is found by its seq, and a redacted copy takes its place`() {
        var tail = LogTail<Frame>(after: 100)
        tail.append(Frame("a"), weight: 10, under: [.channel(1)])
        tail.append(Frame("b"), weight: 20, under: [])
        #expect(tail[100] == nil)
        #expect(tail[101]?.name == "a")
        #expect(tail[102]?.name == "b")
        #expect(tail[103] == nil)
        #expect((tail.floor, tail.head, tail.weight) == (101, 102, 30))
        tail.replace(101, with: Frame("redacted"), weight: 4)
        tail.replace(99, with: Frame("too old"), weight: 4)
        #expect(tail[101]?.name == "redacted")
        #expect(tail.weight == 24)
        #expect(
            self.read(tail, Entitlements(of: 1, memberships: [Membership(of: .channel(1), from: 0)]), after: 100).seqs
                == [101]
        )
    }

    @Test func `the oldest leave once there are too many`() {
        var tail = LogTail<Frame>(after: 0, capacity: LogTailCapacity(entries: 3))
        for number in 1...5 {
            tail.append(Frame("\(number)"), weight: 1, under: [.channel(ChannelID(rawValue: Int64(number)))])
        }
        #expect((tail.floor, tail.head, tail.count, tail.weight, tail.keyCount) == (3, 5, 3, 3, 3))
        #expect(tail[2] == nil)
        #expect(!tail.reaches(back: 1))
        #expect(tail.reaches(back: 2))
        #expect(tail.reaches(back: 5))
        #expect(!tail.reaches(back: 6))
    }

    @Test func `the oldest leave once they weigh too much, but never the newest`() {
        var tail = LogTail<Frame>(after: 0, capacity: LogTailCapacity(bytes: 10))
        tail.append(Frame("a"), weight: 6, under: [])
        tail.append(Frame("b"), weight: 4, under: [])
        #expect(tail.floor == 1)
        tail.append(Frame("c"), weight: 1, under: [])
        #expect(tail.floor == 2)
        tail.append(Frame("d"), weight: 99, under: [])
        #expect((tail.floor, tail.count, tail.weight) == (4, 1, 99))
    }

    @Test func `an entry for several of a reader's keys is read once, and not by whom it excepts`() {
        var tail = LogTail<Frame>(after: 0)
        tail.append(Frame("a"), weight: 1, under: [.user(1), .channel(1), .workspace(1), .channel(1)])
        tail.append(Frame("b"), weight: 1, under: [.channel(1)], except: [1])
        let places = [Membership(of: .channel(1), from: 0), Membership(of: .workspace(1), from: 0)]
        #expect(self.read(tail, Entitlements(of: 1, memberships: places), after: 0).seqs == [1])
        #expect(self.read(tail, Entitlements(of: 2, memberships: places), after: 0).seqs == [1, 2])
    }

    @Test func `a page ends where its limit does, and says whether more was left`() {
        var tail = LogTail<Frame>(after: 0)
        for _ in 1...6 { tail.append(Frame("x"), weight: 1, under: [.user(1)]) }
        tail.append(Frame("y"), weight: 1, under: [.user(2)])
        let reader = Entitlements(of: 1)
        #expect(self.read(tail, reader, after: 0, limit: 4).page == LogPage(cursor: 4, count: 4, isLast: false))
        #expect(self.read(tail, reader, after: 4, limit: 2).page == LogPage(cursor: 7, count: 2, isLast: true))
        #expect(self.read(tail, reader, after: 7).page == LogPage(cursor: 7, count: 0, isLast: true))
        #expect(
            tail.read(for: reader, after: 0, through: 3) { seq, _ in seq < 2 }
                == LogPage(cursor: 2, count: 2, isLast: false)
        )
        #expect(tail.count(for: reader, after: 0, through: 99, upTo: 5) == 5)
    }

    @Test func `a cursor outside the tail is refused rather than given less`() {
        var tail = LogTail<Frame>(after: 10, capacity: LogTailCapacity(entries: 1))
        tail.append(Frame("a"), weight: 1, under: [])
        tail.append(Frame("b"), weight: 1, under: [])
        #expect(self.read(tail, Entitlements(of: 1), after: 10).page == nil)
        #expect(self.read(tail, Entitlements(of: 1), after: 13).page == nil)
        #expect(self.read(tail, Entitlements(of: 1), after: 11).page == LogPage(cursor: 12, count: 0, isLast: true))
    }

    @Test func `a reset tail is empty and continues elsewhere`() {
        var tail = LogTail<Frame>(after: 10)
        tail.append(Frame("a"), weight: 1, under: [.user(1)])
        tail.reset(after: 5)
        #expect((tail.head, tail.count, tail.weight, tail.keyCount) == (5, 0, 0, 0))
    }

    /// A small tail over a long random log, against a list of everything that was appended.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func `any reader gets from the tail what a full scan would give`(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        let history = MembershipHistory(length: 300, using: &chance)
        var tail = LogTail<Frame>(after: 0, capacity: LogTailCapacity(entries: Int.random(in: 1...200, using: &chance)))
        var entries: [(keys: [AudienceKey], except: [UserID])] = []
        let choice = history.keys + history.users.map(AudienceKey.user)
        for seq in 1...history.head {
            let keys = Array(choice.shuffled(using: &chance).prefix(Int.random(in: 0...3, using: &chance)))
            let except = Bool.random(using: &chance) ? [] : [history.users[0]]
            entries.append((keys, except))
            tail.append(Frame("\(seq)"), weight: 1, under: keys, except: except)
            guard seq % 10 == 0, let user = history.users.randomElement(using: &chance) else { continue }
            let cursor = Seq.random(in: (tail.floor - 1)...tail.head, using: &chance)
            let entitlements = Entitlements(of: user, memberships: history.attach(user, from: cursor, to: seq))
            let expected = (cursor..<seq).map { $0 + 1 }.filter { candidate in
                let (keys, except) = entries[Int(candidate - 1)]
                return !except.contains(user)
                    && keys.contains { $0 == .user(user) || history.isMember(user, of: $0, at: candidate) }
            }
            #expect(self.read(tail, entitlements, after: cursor).seqs == expected)
            var paged: [Seq] = []
            var page = LogPage(cursor: cursor, count: 0, isLast: false)
            while !page.isLast {
                let part = self.read(tail, entitlements, after: page.cursor, limit: 3)
                paged += part.seqs
                page = try #require(part.page)
            }
            #expect(paged == expected)
            #expect((tail.floor...tail.head).allSatisfy { tail[$0]?.name == "\($0)" })
            #expect(tail.keyCount == Set(entries[Int(tail.floor - 1)...].flatMap(\.keys)).count)
        }
    }
}
