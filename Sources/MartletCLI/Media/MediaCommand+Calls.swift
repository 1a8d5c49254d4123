// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

extension MediaCommand {
    /// Calls `media.get`.
    struct Get: CallCommand {
        static let configuration = Self.described(as: "get")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @Option(help: .parameter("media_id", of: MediaGet.self)) var mediaID: MediaID

        func call() -> MediaGet {
            MediaGet(mediaID: self.mediaID)
        }
    }

    /// Calls `media.delete`.
    struct Delete: CallCommand {
        static let configuration = Self.described(as: "delete")

        @OptionGroup(title: "Whom to call") var client: ClientOptions
        @OptionGroup(title: "Calling again") var key: KeyOptions
        @Option(help: .parameter("media_id", of: MediaDelete.self)) var mediaID: MediaID

        func call() -> MediaDelete {
            MediaDelete(mediaID: self.mediaID, idempotencyKey: self.key.idempotencyKey)
        }
    }
}
