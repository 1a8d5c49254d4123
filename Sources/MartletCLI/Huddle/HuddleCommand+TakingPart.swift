// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension HuddleCommand {
    /// Calls `huddle.start`.
    struct Start: CallCommand {
        static let configuration = Self.described(as: "start")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("channel_id", of: HuddleStart.self)) var channelID: ChannelID

        func call() -> HuddleStart {
            HuddleStart(channelID: self.channelID, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `huddle.join`.
    struct Join: CallCommand {
        static let configuration = Self.described(as: "join")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("room_id", of: HuddleJoin.self)) var roomID: RoomID

        func call() -> HuddleJoin {
            HuddleJoin(roomID: self.roomID, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `huddle.leave`.
    struct Leave: CallCommand {
        static let configuration = Self.described(as: "leave")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("room_id", of: HuddleLeave.self)) var roomID: RoomID

        func call() -> HuddleLeave {
            HuddleLeave(roomID: self.roomID, idempotencyKey: self.key.idempotencyKey)
        }
    }

    /// Calls `huddle.token`.
    struct Token: CallCommand {
        static let configuration = Self.described(as: "token")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("room_id", of: HuddleTokenRequest.self)) var roomID: RoomID

        func call() -> HuddleTokenRequest {
            HuddleTokenRequest(roomID: self.roomID)
        }
    }
}
