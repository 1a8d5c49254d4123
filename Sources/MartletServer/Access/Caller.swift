// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Who makes a call, and by what right.
///
/// Holds no secret, so it may live as long as its connection. It says what was true when the credential was
/// judged; ``refusal(standing:isSignedOut:at:)`` says whether it still is, and is asked again on every call.
package struct Caller: Hashable, Sendable, Codable {
    /// The person.
    package var userID: UserID
    /// Whether the person may use `admin.*`, metrics and the console.
    package var isOperator: Bool
    /// What the credential is good for.
    package var scope: AccessScope
    /// The sign-in that this is part of; none where the mode knows no sign-in.
    package var sessionID: SessionID?
    /// When the credential was issued; what never said so counts as issued at the beginning of time.
    package var issuedAt: Timestamp?
    /// When the credential ends; none for one that is proved afresh with each request.
    package var expiresAt: Timestamp?
    /// When the credential is refused: `expiresAt`, and for foreign clocks the leeway on top.
    package var refusedFrom: Timestamp?

    package init(
        userID: UserID,
        isOperator: Bool = false,
        scope: AccessScope = .full,
        sessionID: SessionID? = nil,
        issuedAt: Timestamp? = nil,
        expiresAt: Timestamp? = nil,
        refusedFrom: Timestamp? = nil
    ) {
        self.userID = userID
        self.isOperator = isOperator
        self.scope = scope
        self.sessionID = sessionID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.refusedFrom = refusedFrom ?? expiresAt
    }

    /// The operator, who always exists: the first row of the users, made with the store.
    package static let operatorID: UserID = 1

    /// The caller of a developer's own server, where naming a person is being that person.
    package static func developer(_ user: UserID, at now: Timestamp? = nil) -> Self {
        Self(userID: user, isOperator: user == Self.operatorID, issuedAt: now)
    }

    /// Why the caller is let in no longer, or `nil` if nothing has changed.
    ///
    /// - Parameters:
    ///   - standing: What is known of the person now; `nil` if there is no such person.
    ///   - isSignedOut: Whether ``sessionID`` has been signed out.
    ///   - now: The wall clock.
    /// - Returns: The first reason that holds, a token's age last.
    package func refusal(standing: AccountStatus?, isSignedOut: Bool, at now: Timestamp) -> AccessRefusal? {
        guard let standing else { return .unknownUser }
        if standing.isDisabled { return .disabled }
        if isSignedOut { return .signedOut }
        if let validAfter = standing.tokensValidAfter, self.issuedAt.map({ $0 < validAfter }) ?? true {
            return .signedOut
        }
        if let end = self.refusedFrom, now >= end { return .tokenExpired }
        return nil
    }
}
