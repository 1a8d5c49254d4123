// SPDX-License-Identifier: Apache-2.0

/// Removes a canvas.
public struct CanvasDelete: MutatingMethod {
    /// Nothing more than that it was done.
    public typealias Result = Empty

    /// `canvas.delete`.
    public static let name = MethodName("canvas.delete")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Removes a canvas.",
        callers: "its creator; owners and admins of the workspace",
        parameters: [
            "canvas_id": "the canvas",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The canvas.
    public var canvasID: CanvasID
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case canvasID = "canvas_id"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(canvasID: CanvasID, idempotencyKey: String? = nil) {
        self.canvasID = canvasID
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.canvasID, field: "canvas_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
