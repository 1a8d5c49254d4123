// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension CanvasCommand {
    /// Calls `canvas.get`.
    struct Get: CallCommand {
        static let configuration = Self.described(as: "get")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("canvas_id", of: CanvasGet.self)) var canvasID: CanvasID

        func call() -> CanvasGet {
            CanvasGet(canvasID: self.canvasID)
        }
    }

    /// Calls `canvas.list`.
    struct List: CallCommand {
        static let configuration = Self.described(as: "list")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("channel_id", of: CanvasList.self)) var channelID: ChannelID
        @Option(help: .parameter("since_id", of: CanvasList.self)) var sinceID: CanvasID?
        @Option(help: .parameter("limit", of: CanvasList.self)) var limit: Int?

        func call() -> CanvasList {
            CanvasList(channelID: self.channelID, sinceID: self.sinceID, limit: self.limit)
        }
    }
}
