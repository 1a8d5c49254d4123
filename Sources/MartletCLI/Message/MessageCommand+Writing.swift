// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension MessageCommand {
    /// Calls `message.send`.
    struct Send: CallCommand {
        static let configuration = Self.described(as: "send")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("channel_id", of: MessageSend.self)) var channelID: ChannelID
        @Option(help: .parameter("body", of: MessageSend.self)) var body: TextArgument?
        @Option(help: .parameter("thread_id", of: MessageSend.self)) var threadID: MessageID?
        @Option(
            name: .customLong("attachments"),
            parsing: .upToNextOption,
            help: .parameter("attachments", of: MessageSend.self)
        )
        var attachments: [MediaID] = []
        @Argument(help: "The text, in place of --body; - reads it from standard input.") var text: TextArgument?

        func validate() throws {
            guard self.body == nil || self.text == nil else { throw ValidationError("Give the text once.") }
            guard self.body != nil || self.text != nil || !self.attachments.isEmpty else {
                throw ValidationError("Give a text, or something to attach.")
            }
        }

        func call() throws -> MessageSend {
            MessageSend(
                channelID: self.channelID,
                body: try (self.body ?? self.text)?.text() ?? "",
                threadID: self.threadID,
                attachments: self.attachments.isEmpty ? nil : self.attachments,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `message.update`.
    struct Update: CallCommand {
        static let configuration = Self.described(as: "update")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("message_id", of: MessageUpdate.self)) var messageID: MessageID
        @Option(help: .parameter("body", of: MessageUpdate.self)) var body: TextArgument

        func call() throws -> MessageUpdate {
            MessageUpdate(
                messageID: self.messageID,
                body: try self.body.text(),
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `message.delete`.
    struct Delete: CallCommand {
        static let configuration = Self.described(as: "delete")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("message_id", of: MessageDelete.self)) var messageID: MessageID

        func call() -> MessageDelete {
            MessageDelete(messageID: self.messageID, idempotencyKey: self.key.idempotencyKey)
        }
    }
}
