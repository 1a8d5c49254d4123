// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletTesting
import MartletWire

/// A random log with joins and leaves in a store, and the simplest model of who heard what.
struct RandomHistory {
    let users: [UserID] = [2, 3, 4]
    private let keys: [AudienceKey] = [.channel(1), .channel(2), .channel(3), .workspace(1), .workspace(2)]
    private var members: [UserID: Set<AudienceKey>] = [:]
    private var heard: [UserID: [Seq]] = [:]
    /// The last entry.
    private(set) var head: Seq = 1

    /// What a person heard.
    func heard(by user: UserID) -> [Seq] { self.heard[user] ?? [] }

    /// Writes that many entries.
    static func write(
        _ count: Int,
        to store: any Store,
        using chance: inout SeededGenerator
    ) async throws -> RandomHistory {
        var history = RandomHistory()
        for _ in 0..<count { try await history.step(store, using: &chance) }
        return history
    }

    private mutating func step(_ store: any Store, using chance: inout SeededGenerator) async throws {
        var audience = Audience()
        for key in self.keys.shuffled(using: &chance).prefix(Int.random(in: 0...2, using: &chance)) {
            switch key.subject {
            case .channel(let channel): audience.channels.append(channel)
            case .workspace(let workspace): audience.workspaces.append(workspace)
            case .user, nil: break
            }
        }
        if Int.random(in: 0..<4, using: &chance) == 0 {
            audience.users = [self.users.randomElement(using: &chance) ?? 2]
        }
        if Int.random(in: 0..<4, using: &chance) == 0 {
            audience.except = [self.users.randomElement(using: &chance) ?? 2]
        }
        let changes = self.changes(using: &chance)
        let seq = try await store.commit { [audience] transaction in
            let seq = try transaction.append(to: audience, memberships: changes, redacting: []) { ReadUpdated.note($0) }
            for change in changes {
                switch (change.action, change.user) {
                case (.begin, let user?): try transaction.begin(user, in: change.key, with: seq)
                case (.end, let user?): try transaction.endMembership(of: user, in: change.key, with: seq)
                case (.end, nil): try transaction.endMemberships(in: change.key, with: seq)
                case (.begin, nil): break
                }
            }
            return seq
        }
        self.note(audience, changes, seq)
    }

    private func changes(using chance: inout SeededGenerator) -> [MembershipChange] {
        guard Int.random(in: 0..<3, using: &chance) == 0, let key = self.keys.randomElement(using: &chance) else {
            return []
        }
        if Int.random(in: 0..<8, using: &chance) == 0 { return [MembershipChange(.end, user: nil, key: key)] }
        guard let user = self.users.randomElement(using: &chance) else { return [] }
        let isMember = self.members[user]?.contains(key) ?? false
        return [MembershipChange(isMember ? .end : .begin, user: user, key: key)]
    }

    private mutating func note(_ audience: Audience, _ changes: [MembershipChange], _ seq: Seq) {
        self.head = seq
        for user in self.users {
            let mine = changes.filter { $0.user == user || $0.user == nil }
            var keys = self.members[user] ?? []
            for change in mine where change.action == .begin { keys.insert(change.key) }
            let hears = !keys.union([.user(user)]).isDisjoint(with: audience.keys) && !audience.except.contains(user)
            if hears { self.heard[user, default: []].append(seq) }
            for change in mine where change.action == .end { keys.remove(change.key) }
            self.members[user] = keys
        }
    }
}
