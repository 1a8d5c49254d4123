// SPDX-License-Identifier: Apache-2.0

/// One member of an ``Audience``, as a single number that sorts, hashes and indexes cheaply.
///
/// The two low bits say what kind of thing it names; the others are its identifier.
package struct AudienceKey: RawRepresentable, Hashable, Sendable, Codable, Comparable {
    /// What a key names.
    package enum Subject: Hashable, Sendable {
        case user(UserID)
        case channel(ChannelID)
        case workspace(WorkspaceID)
    }

    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func user(_ id: UserID) -> Self { Self(rawValue: id.rawValue << 2) }
    package static func channel(_ id: ChannelID) -> Self { Self(rawValue: id.rawValue << 2 | 1) }
    package static func workspace(_ id: WorkspaceID) -> Self { Self(rawValue: id.rawValue << 2 | 2) }

    package var subject: Subject? {
        let number = self.rawValue >> 2
        return switch self.rawValue & 3 {
        case 0: .user(UserID(rawValue: number))
        case 1: .channel(ChannelID(rawValue: number))
        case 2: .workspace(WorkspaceID(rawValue: number))
        default: nil
        }
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Audience {
    /// The keys this audience is indexed under.
    package var keys: [AudienceKey] {
        self.users.map(AudienceKey.user) + self.channels.map(AudienceKey.channel)
            + self.workspaces.map(AudienceKey.workspace)
    }
}
