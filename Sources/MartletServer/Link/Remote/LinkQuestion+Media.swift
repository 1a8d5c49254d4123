// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

extension LinkQuestion {
    /// Somebody's upload begins; its bytes follow as ``MediaPart``s.
    struct MediaUpload: Sendable, Codable {
        /// The edge's name for it.
        var upload: Int64
        var caller: Caller
        /// What the file is called.
        var name: String
    }

    /// The next bytes of an upload.
    struct MediaPart: Sendable, Codable {
        var upload: Int64
        var bytes: LinkBytes
        var isLast: Bool
    }

    /// An upload that somebody wants to read.
    struct WantedMedia: Sendable, Codable {
        var id: MediaID
        var caller: Caller
    }

    /// Some bytes of it.
    struct WantedBytes: Sendable, Codable {
        var media: WantedMedia
        var offset: Int64
        /// How many at most.
        var count: Int
    }
}
