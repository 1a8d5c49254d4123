// SPDX-License-Identifier: Apache-2.0

/// Changes a canvas that nobody else changed meanwhile; what is absent stays.
public struct CanvasUpdate: MutatingMethod {
    /// The canvas at its new revision.
    public typealias Result = Canvas

    /// `canvas.update`.
    public static let name = MethodName("canvas.update")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Changes a canvas that nobody else changed meanwhile; what is absent stays.",
        callers: "members of the channel",
        parameters: [
            "canvas_id": "the canvas",
            "revision": "the revision that the change rests on; on conflict the error tells the newer one",
            "title": "the new title: 1 to 80 Unicode scalars, no control characters",
            "body": "the new text: at most 512 KiB of UTF-8",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden, .conflict]
    )

    /// The canvas.
    public var canvasID: CanvasID
    /// The revision that the change rests on; on conflict the error tells the newer one.
    public var revision: Int64
    /// The new title: 1 to 80 Unicode scalars, no control characters.
    public var title: String?
    /// The new text: at most 512 KiB of UTF-8.
    public var body: String?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case canvasID = "canvas_id"
        case revision, title, body
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(
        canvasID: CanvasID,
        revision: Int64,
        title: String? = nil,
        body: String? = nil,
        idempotencyKey: String? = nil
    ) {
        self.canvasID = canvasID
        self.revision = revision
        self.title = title
        self.body = body
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.canvasID, field: "canvas_id")
        try limits.check(revision: self.revision)
        try limits.check(name: self.title, field: "title")
        try limits.check(canvasBody: self.body)
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
