// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension MessageCommand {
    /// Calls `message.pin`.
    struct Pin: CallCommand {
        static let configuration = Self.described(as: "pin")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("message_id", of: MessagePin.self)) var messageID: MessageID

        func call() -> MessagePin {
            MessagePin(messageID: self.messageID, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `message.unpin`.
    struct Unpin: CallCommand {
        static let configuration = Self.described(as: "unpin")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("message_id", of: MessageUnpin.self)) var messageID: MessageID

        func call() -> MessageUnpin {
            MessageUnpin(messageID: self.messageID, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `message.list_pins`.
    struct ListPins: CallCommand {
        static let configuration = Self.described(as: "list-pins", aliases: ["pins"])

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("channel_id", of: MessageListPins.self)) var channelID: ChannelID
        @Option(help: .parameter("since_id", of: MessageListPins.self)) var sinceID: MessageID?
        @Option(help: .parameter("limit", of: MessageListPins.self)) var limit: Int?

        func call() -> MessageListPins {
            MessageListPins(channelID: self.channelID, sinceID: self.sinceID, limit: self.limit)
        }
    }
}
