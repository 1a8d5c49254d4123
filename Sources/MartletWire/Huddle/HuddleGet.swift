// SPDX-License-Identifier: Apache-2.0

/// Reads one huddle.
public struct HuddleGet: Method {
    /// The huddle.
    public typealias Result = Huddle

    /// `huddle.get`.
    public static let name = MethodName("huddle.get")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads one huddle.",
        callers: "members of its channel",
        parameters: ["room_id": "the huddle"],
        errors: [.notFound]
    )

    /// The huddle.
    public var roomID: RoomID

    private enum CodingKeys: String, CodingKey {
        case roomID = "room_id"
    }

    /// Creates the call.
    public init(roomID: RoomID) {
        self.roomID = roomID
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(token: self.roomID, field: "room_id")
    }
}
