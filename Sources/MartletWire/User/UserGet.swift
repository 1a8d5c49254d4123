// SPDX-License-Identifier: Apache-2.0

/// Reads one person.
public struct UserGet: Method {
    /// The person.
    public typealias Result = User

    /// `user.get`.
    public static let name = MethodName("user.get")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads one person.",
        callers: "whoever shares a workspace with them; operators",
        parameters: ["user_id": "the person"],
        errors: [.notFound]
    )

    /// The person.
    public var userID: UserID

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
    }

    /// Creates the call.
    public init(userID: UserID) {
        self.userID = userID
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.userID, field: "user_id")
    }
}
