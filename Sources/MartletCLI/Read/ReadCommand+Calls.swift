// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension ReadCommand {
    /// Calls `read.mark`.
    struct Mark: CallCommand {
        static let configuration = Self.described(as: "mark")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("channel_id", of: ReadMark.self)) var channelID: ChannelID
        @Option(name: .customLong("last-read-msg"), help: .parameter("last_read_msg", of: ReadMark.self))
        var lastReadMessage: MessageID

        func call() -> ReadMark {
            ReadMark(
                channelID: self.channelID,
                lastReadMessage: self.lastReadMessage,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `read.get`.
    struct Get: CallCommand {
        static let configuration = Self.described(as: "get")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("channel_id", of: ReadGet.self)) var channelID: ChannelID

        func call() -> ReadGet {
            ReadGet(channelID: self.channelID)
        }
    }

    /// Calls `read.unread_counts`.
    struct UnreadCounts: CallCommand {
        static let configuration = Self.described(as: "unread-counts", aliases: ["counts"])

        @OptionGroup(title: "Whom to call") var client: ClientOptions

        func call() -> ReadUnreadCounts {
            ReadUnreadCounts()
        }
    }
}
