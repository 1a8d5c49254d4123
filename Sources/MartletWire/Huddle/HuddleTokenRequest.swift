// SPDX-License-Identifier: Apache-2.0

/// Asks for what is needed to enter a huddle's media room.
public struct HuddleTokenRequest: Method {
    /// The token, for one person and one room.
    public typealias Result = HuddleToken

    /// `huddle.token`.
    public static let name = MethodName("huddle.token")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Asks for what is needed to enter a huddle's media room.",
        callers: "whoever is in it",
        parameters: ["room_id": "the huddle"],
        errors: [.notFound, .forbidden, .conflict]
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
