// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension ChannelCommand {
    /// Calls `channel.join`.
    struct Join: CallCommand {
        static let configuration = Self.described(as: "join")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("channel_id", of: ChannelJoin.self)) var channelID: ChannelID

        func call() -> ChannelJoin {
            ChannelJoin(channelID: self.channelID, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `channel.leave`.
    struct Leave: CallCommand {
        static let configuration = Self.described(as: "leave")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("channel_id", of: ChannelLeave.self)) var channelID: ChannelID

        func call() -> ChannelLeave {
            ChannelLeave(channelID: self.channelID, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `channel.add_member`.
    struct AddMember: CallCommand {
        static let configuration = Self.described(as: "add-member")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("channel_id", of: ChannelAddMember.self)) var channelID: ChannelID
        @Option(help: .parameter("user_id", of: ChannelAddMember.self)) var userID: UserID

        func call() -> ChannelAddMember {
            ChannelAddMember(
                channelID: self.channelID,
                userID: self.userID,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `channel.remove_member`.
    struct RemoveMember: CallCommand {
        static let configuration = Self.described(as: "remove-member")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("channel_id", of: ChannelRemoveMember.self)) var channelID: ChannelID
        @Option(help: .parameter("user_id", of: ChannelRemoveMember.self)) var userID: UserID

        func call() -> ChannelRemoveMember {
            ChannelRemoveMember(
                channelID: self.channelID,
                userID: self.userID,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `channel.members`.
    struct Members: CallCommand {
        static let configuration = Self.described(as: "members")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("channel_id", of: ChannelMembers.self)) var channelID: ChannelID
        @Option(help: .parameter("since_id", of: ChannelMembers.self)) var sinceID: UserID?
        @Option(help: .parameter("limit", of: ChannelMembers.self)) var limit: Int?

        func call() -> ChannelMembers {
            ChannelMembers(channelID: self.channelID, sinceID: self.sinceID, limit: self.limit)
        }
    }
}
