// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension MessageCommand {
    /// Calls `message.react`.
    struct React: CallCommand {
        static let configuration = Self.described(as: "react")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("message_id", of: MessageReact.self)) var messageID: MessageID
        @Option(help: .parameter("emoji", of: MessageReact.self)) var emoji: String

        func call() -> MessageReact {
            MessageReact(messageID: self.messageID, emoji: self.emoji, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `message.unreact`.
    struct Unreact: CallCommand {
        static let configuration = Self.described(as: "unreact")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("message_id", of: MessageUnreact.self)) var messageID: MessageID
        @Option(help: .parameter("emoji", of: MessageUnreact.self)) var emoji: String

        func call() -> MessageUnreact {
            MessageUnreact(messageID: self.messageID, emoji: self.emoji, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `message.toggle_react`.
    struct ToggleReact: CallCommand {
        static let configuration = Self.described(as: "toggle-react")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("message_id", of: MessageToggleReact.self)) var messageID: MessageID
        @Option(help: .parameter("emoji", of: MessageToggleReact.self)) var emoji: String

        func call() -> MessageToggleReact {
            MessageToggleReact(
                messageID: self.messageID,
                emoji: self.emoji,
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }
}
