// SPDX-License-Identifier: Apache-2.0

/// Reads one canvas.
public struct CanvasGet: Method {
    /// The canvas.
    public typealias Result = Canvas

    /// `canvas.get`.
    public static let name = MethodName("canvas.get")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads one canvas.",
        callers: "members of the channel; of a public one, members of its workspace",
        parameters: ["canvas_id": "the canvas"],
        errors: [.notFound]
    )

    /// The canvas.
    public var canvasID: CanvasID

    private enum CodingKeys: String, CodingKey {
        case canvasID = "canvas_id"
    }

    /// Creates the call.
    public init(canvasID: CanvasID) {
        self.canvasID = canvasID
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.canvasID, field: "canvas_id")
    }
}
