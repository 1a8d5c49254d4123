// SPDX-License-Identifier: Apache-2.0

/// Closes one connection, or all of one person's; clients come back by themselves.
public struct AdminDisconnect: Method {
    /// `admin.disconnect`.
    public static let name = MethodName("admin.disconnect")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Closes one connection, or all of one person's; clients come back by themselves.",
        callers: "operators",
        parameters: [
            "connection_id": "which connection",
            "user_id": "whose connections",
        ],
        errors: [.notFound, .forbidden]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// How many were closed.
        public var closed: Int

        private enum CodingKeys: String, CodingKey {
            case closed
        }

        /// Creates an answer.
        public init(closed: Int) {
            self.closed = closed
        }
    }

    /// Which connection.
    public var connectionID: ConnectionID?
    /// Whose connections.
    public var userID: UserID?

    private enum CodingKeys: String, CodingKey {
        case connectionID = "connection_id"
        case userID = "user_id"
    }

    /// Creates the call.
    public init(connectionID: ConnectionID? = nil, userID: UserID? = nil) {
        self.connectionID = connectionID
        self.userID = userID
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(token: self.connectionID, field: "connection_id")
        try limits.check(id: self.userID, field: "user_id")
        guard (self.connectionID == nil) != (self.userID == nil) else {
            throw RPCError.invalid("connection_id", "give either connection_id or user_id")
        }
    }
}
