// SPDX-License-Identifier: Apache-2.0

/// Leaves a huddle; the last to leave ends it.
public struct HuddleLeave: MutatingMethod {
    /// The huddle.
    public typealias Result = Huddle

    /// `huddle.leave`.
    public static let name = MethodName("huddle.leave")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Leaves a huddle; the last to leave ends it.",
        callers: "whoever is in it",
        parameters: [
            "room_id": "the huddle",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound]
    )

    /// The huddle.
    public var roomID: RoomID
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case roomID = "room_id"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(roomID: RoomID, idempotencyKey: String? = nil) {
        self.roomID = roomID
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(token: self.roomID, field: "room_id")
        try limits.check(idempotencyKey: self.idempotencyKey)
    }
}
