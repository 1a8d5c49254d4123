// SPDX-License-Identifier: Apache-2.0

/// Shows a newer token of the same person on the live connection.
public struct AuthRefresh: Method {
    /// `auth.refresh`.
    public static let name = MethodName("auth.refresh")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Shows a newer token of the same person on the live connection.",
        callers: "whoever the token names",
        parameters: ["token": "the new token"],
        errors: [.forbidden]
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// Whom the token names.
        public var userID: UserID
        /// How long it is good for; absent if for ever.
        public var expiresIn: Milliseconds?

        private enum CodingKeys: String, CodingKey {
            case userID = "user_id"
            case expiresIn = "expires_in_ms"
        }

        /// Creates an answer.
        public init(userID: UserID, expiresIn: Milliseconds? = nil) {
            self.userID = userID
            self.expiresIn = expiresIn
        }
    }

    /// The new token.
    public var token: String

    private enum CodingKeys: String, CodingKey {
        case token
    }

    /// Creates the call.
    public init(token: String) {
        self.token = token
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(credential: self.token)
    }
}
