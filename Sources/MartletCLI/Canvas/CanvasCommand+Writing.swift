// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension CanvasCommand {
    /// Calls `canvas.create`.
    struct Create: CallCommand {
        static let configuration = Self.described(as: "create")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("channel_id", of: CanvasCreate.self)) var channelID: ChannelID
        @Option(help: .parameter("title", of: CanvasCreate.self)) var title: String
        @Option(help: .parameter("body", of: CanvasCreate.self)) var body: TextArgument?

        func call() throws -> CanvasCreate {
            CanvasCreate(
                channelID: self.channelID,
                title: self.title,
                body: try self.body?.text(),
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `canvas.update`.
    struct Update: CallCommand {
        static let configuration = Self.described(as: "update")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("canvas_id", of: CanvasUpdate.self)) var canvasID: CanvasID
        @Option(help: .parameter("revision", of: CanvasUpdate.self)) var revision: Int64
        @Option(help: .parameter("title", of: CanvasUpdate.self)) var title: String?
        @Option(help: .parameter("body", of: CanvasUpdate.self)) var body: TextArgument?

        func call() throws -> CanvasUpdate {
            CanvasUpdate(
                canvasID: self.canvasID,
                revision: self.revision,
                title: self.title,
                body: try self.body?.text(),
                idempotencyKey: self.key.idempotencyKey
            )
        }
    }

    /// Calls `canvas.delete`.
    struct Delete: CallCommand {
        static let configuration = Self.described(as: "delete")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("canvas_id", of: CanvasDelete.self)) var canvasID: CanvasID

        func call() -> CanvasDelete {
            CanvasDelete(canvasID: self.canvasID, idempotencyKey: self.key.idempotencyKey)
        }
    }
}
