// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// Somebody with at least one connection on this loop, and what they hear.
///
/// Shared by all their connections. Confined to the loop.
final class Person {
    let id: UserID
    /// What they hear, now and as far back as any of their cursors stands.
    var entitlements: Entitlements
    /// Connections, those that still attach included.
    var sessions: [Session] = []
    /// Where this person stands in the lists of listeners, by key.
    var listening: [(key: AudienceKey, index: Int)] = []
    /// Membership changes that passed while some connection awaited its attachment.
    var passed: [(change: MembershipChange, seq: Seq)] = []
    /// How many connections await their attachment.
    var attaching = 0

    /// The workspaces whose presence they hear.
    var workspaces: [WorkspaceID] {
        self.listening.compactMap { place in
            if case .workspace(let workspace) = place.key.subject { workspace } else { nil }
        }
    }

    init(_ id: UserID) {
        self.id = id
        self.entitlements = Entitlements(of: id)
    }
}
