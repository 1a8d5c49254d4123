// SPDX-License-Identifier: Apache-2.0

/// Whether a person may sign in, for an operator.
public struct UserAccess: Hashable, Sendable, Codable {
    /// The person.
    public var userID: UserID
    /// Whether they are shut out.
    public var isDisabled: Bool
    /// Tokens issued earlier are refused.
    public var tokensValidAfter: Timestamp?

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case isDisabled = "disabled"
        case tokensValidAfter = "tokens_valid_after"
    }

    /// Creates a report.
    public init(userID: UserID, isDisabled: Bool, tokensValidAfter: Timestamp? = nil) {
        self.userID = userID
        self.isDisabled = isDisabled
        self.tokensValidAfter = tokensValidAfter
    }
}
