// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension MentionCommand {
    /// Calls `mention.list`.
    struct List: CallCommand {
        static let configuration = Self.described(as: "list")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Flag(help: .parameter("unseen_only", of: MentionList.self)) var unseenOnly = false
        @Option(help: .parameter("since_id", of: MentionList.self)) var sinceID: MessageID?
        @Option(help: .parameter("before_id", of: MentionList.self)) var beforeID: MessageID?
        @Option(help: .parameter("limit", of: MentionList.self)) var limit: Int?

        func call() -> MentionList {
            MentionList(
                unseenOnly: self.unseenOnly ? true : nil,
                sinceID: self.sinceID,
                beforeID: self.beforeID,
                limit: self.limit
            )
        }
    }

    /// Calls `mention.mark_seen`.
    struct MarkSeen: CallCommand {
        static let configuration = Self.described(as: "mark-seen")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("up_to_id", of: MentionMarkSeen.self)) var upToID: MessageID
        @Option(help: .parameter("channel_id", of: MentionMarkSeen.self)) var channelID: ChannelID?

        func call() -> MentionMarkSeen {
            MentionMarkSeen(upToID: self.upToID, channelID: self.channelID, idempotencyKey: self.key.idempotencyKey)
        }
    }
}
