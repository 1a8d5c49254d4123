// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// A random log with joins and leaves, and a naive table of who was a member of what at each seq.
struct MembershipHistory {
    let users: [UserID] = [1, 2, 3, 4]
    let keys: [AudienceKey] = [.channel(1), .channel(2), .channel(3), .workspace(1), .workspace(2)]
    /// What changed at seq `index + 1`.
    private(set) var changes: [[MembershipChange]] = []
    /// Who hears seq `index + 1`: members before it, those it lets in and those it sends away.
    private var heard: [Set<Pair>] = []
    private var members: Set<Pair> = []

    struct Pair: Hashable {
        var user: UserID
        var key: AudienceKey
    }

    var head: Seq { Seq(self.changes.count) }

    init(length: Int, using chance: inout SeededGenerator) {
        for _ in 0..<length { self.step(using: &chance) }
    }

    func isMember(_ user: UserID, of key: AudienceKey, at seq: Seq) -> Bool {
        self.heard[Int(seq - 1)].contains(Pair(user: user, key: key))
    }

    /// What a core would answer: the intervals that overlap (from, to], with the ends known by then.
    func attach(_ user: UserID, from: Seq, to head: Seq) -> [Membership] {
        self.keys.flatMap { key in
            var found: [Membership] = []
            var begin: Seq?
            for seq in 1..<(head + 1) {
                let isMember = self.isMember(user, of: key, at: seq)
                if isMember, begin == nil { begin = seq }
                let leaves = self.changes[Int(seq - 1)].contains {
                    $0.action == .end && $0.key == key && ($0.user == user || $0.user == nil)
                }
                if leaves, let first = begin {
                    found.append(Membership(of: key, from: first, until: seq + 1))
                    begin = nil
                }
            }
            if let begin { found.append(Membership(of: key, from: begin)) }
            return found.filter { $0.end > from + 1 }
        }
    }

    private mutating func step(using chance: inout SeededGenerator) {
        var changes: [MembershipChange] = []
        var heard = self.members
        if Int.random(in: 0..<3, using: &chance) == 0 {
            for key in self.keys.shuffled(using: &chance).prefix(Int.random(in: 1...3, using: &chance)) {
                let user = self.users.randomElement(using: &chance)
                let ends = Bool.random(using: &chance)
                let everyone = ends && Int.random(in: 0..<5, using: &chance) == 0
                let change = MembershipChange(ends ? .end : .begin, user: everyone ? nil : user, key: key)
                changes.append(change)
                for user in self.users where change.user == nil || change.user == user {
                    let pair = Pair(user: user, key: key)
                    if ends { self.members.remove(pair) } else { self.members.insert(pair) }
                }
            }
            heard.formUnion(self.members)
        }
        self.changes.append(changes)
        self.heard.append(heard)
    }
}
