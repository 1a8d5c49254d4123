// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension MessageCommand {
    /// Calls `message.get`.
    struct Get: CallCommand {
        static let configuration = Self.described(as: "get")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("message_id", of: MessageGet.self)) var messageID: MessageID

        func call() -> MessageGet {
            MessageGet(messageID: self.messageID)
        }
    }

    /// Calls `message.list`.
    struct List: CallCommand {
        static let configuration = Self.described(as: "list")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("channel_id", of: MessageList.self)) var channelID: ChannelID
        @Flag(help: .parameter("top_level_only", of: MessageList.self)) var topLevelOnly = false
        @Option(help: .parameter("since_id", of: MessageList.self)) var sinceID: MessageID?
        @Option(help: .parameter("before_id", of: MessageList.self)) var beforeID: MessageID?
        @Option(help: .parameter("limit", of: MessageList.self)) var limit: Int?

        func call() -> MessageList {
            MessageList(
                channelID: self.channelID,
                topLevelOnly: self.topLevelOnly ? true : nil,
                sinceID: self.sinceID,
                beforeID: self.beforeID,
                limit: self.limit
            )
        }
    }

    /// Calls `message.thread`.
    struct Thread: CallCommand {
        static let configuration = Self.described(as: "thread")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("thread_id", of: MessageThread.self)) var threadID: MessageID
        @Option(help: .parameter("since_id", of: MessageThread.self)) var sinceID: MessageID?
        @Option(help: .parameter("before_id", of: MessageThread.self)) var beforeID: MessageID?
        @Option(help: .parameter("limit", of: MessageThread.self)) var limit: Int?

        func call() -> MessageThread {
            MessageThread(
                threadID: self.threadID,
                sinceID: self.sinceID,
                beforeID: self.beforeID,
                limit: self.limit
            )
        }
    }

    /// Calls `message.search`.
    struct Search: CallCommand {
        static let configuration = Self.described(as: "search")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("query", of: MessageSearch.self)) var query: String
        @Option(help: .parameter("workspace_id", of: MessageSearch.self)) var workspaceID: WorkspaceID?
        @Option(help: .parameter("channel_id", of: MessageSearch.self)) var channelID: ChannelID?
        @Option(help: .parameter("before_id", of: MessageSearch.self)) var beforeID: MessageID?
        @Option(help: .parameter("limit", of: MessageSearch.self)) var limit: Int?

        func call() -> MessageSearch {
            MessageSearch(
                query: self.query,
                workspaceID: self.workspaceID,
                channelID: self.channelID,
                beforeID: self.beforeID,
                limit: self.limit
            )
        }
    }
}
