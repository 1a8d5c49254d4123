// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension TypingCommand {
    /// Calls `typing.relay`.
    struct Relay: CallCommand {
        static let configuration = Self.described(as: "relay")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("channel_id", of: TypingRelay.self)) var channelID: ChannelID
        @Option(help: .parameter("state", of: TypingRelay.self)) var state: TypingState

        func call() -> TypingRelay {
            TypingRelay(channelID: self.channelID, state: self.state)
        }
    }
}
