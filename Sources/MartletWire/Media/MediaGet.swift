// SPDX-License-Identifier: Apache-2.0

/// Reads what is known of an upload; its bytes are at `/v1/media/{id}`.
public struct MediaGet: Method {
    /// The upload.
    public typealias Result = Media

    /// `media.get`.
    public static let name = MethodName("media.get")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads what is known of an upload; its bytes are at `/v1/media/{id}`.",
        callers: "the uploader; whoever can read a message or canvas that refers to it",
        parameters: ["media_id": "the upload"],
        errors: [.notFound]
    )

    /// The upload.
    public var mediaID: MediaID

    private enum CodingKeys: String, CodingKey {
        case mediaID = "media_id"
    }

    /// Creates the call.
    public init(mediaID: MediaID) {
        self.mediaID = mediaID
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(token: self.mediaID, field: "media_id")
    }
}
