// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// Who comes and goes.
extension Core {
    func admit(_ user: UserID, to channel: ChannelID) {
        self.submit { books in
            guard !books.isMember(user, of: channel) else { return {} }
            let key = AudienceKey.channel(channel)
            books.append(to: .user(user), [MembershipChange(.begin, user: user, key: key)]) {
                self.world.event("channel.added", at: $0)
            }
            books.append(to: .channel(channel)) { self.world.event("channel.member_joined", at: $0) }
            return {}
        }
    }

    func remove(_ user: UserID, from channel: ChannelID) {
        self.submit { books in
            guard books.isMember(user, of: channel) else { return {} }
            let key = AudienceKey.channel(channel)
            books.append(to: .channel(channel)) { self.world.event("channel.member_left", at: $0) }
            books.append(to: .user(user), [MembershipChange(.end, user: user, key: key)]) {
                self.world.event("channel.removed", at: $0)
            }
            return {}
        }
    }

    /// Ends a channel: its members hear of it, and then nothing more.
    func dissolve(_ channel: ChannelID) {
        self.submit { books in
            let change = MembershipChange(.end, user: nil, key: .channel(channel))
            books.append(to: .channel(channel), [change]) { self.world.event("channel.removed", at: $0) }
            return {}
        }
    }

    /// Lets everyone into the workspace, as the first thing that happens.
    func found() {
        self.submit { books in
            for user in self.world.users {
                let key = AudienceKey.workspace(Self.workspace)
                books.append(to: .user(user), [MembershipChange(.begin, user: user, key: key)]) {
                    self.world.event("workspace.added", at: $0)
                }
            }
            return {}
        }
    }
}
