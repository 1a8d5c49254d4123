// SPDX-License-Identifier: Apache-2.0

/// Removes an upload.
public struct MediaDelete: MutatingMethod {
    /// Nothing more than that it was done.
    public typealias Result = Empty

    /// `media.delete`.
    public static let name = MethodName("media.delete")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Removes an upload.",
        callers: "the uploader; operators",
        parameters: [
            "media_id": "the upload",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The upload.
    public var mediaID: MediaID
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case mediaID = "media_id"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(mediaID: MediaID, idempotencyKey: String? = nil) {
        self.mediaID = mediaID
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(token: self.mediaID, field: "media_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
