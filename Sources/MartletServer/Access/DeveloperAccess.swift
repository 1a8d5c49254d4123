// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire

/// Dev mode: the path wins, then the header, then what a page has signed in with; and without any it is the operator.
package struct DeveloperAccess: Sendable {
    private let people: People
    private let tokens: LocalTokens?

    package init(people: People, tokens: LocalTokens?) {
        self.people = people
        self.tokens = tokens
    }

    /// Answers at once: nothing here has to be looked up anywhere.
    package func claim(of credentials: Credentials, at now: Timestamp) -> AccessClaim {
        switch credentials.pathUser {
        case .malformed: return .refused(.unknownUser)
        case .user(let user): return self.people.claim(by: .developer(user, at: now), at: now)
        case nil: break
        }
        if let text = credentials.user {
            guard case .user(let user) = PathUser(text: text) else { return .refused(.notAuthenticated) }
            return self.people.claim(by: .developer(user, at: now), at: now)
        }
        for shown in credentials.tokens {
            if let claim = self.claim(showing: shown, at: now) { return claim }
        }
        return self.people.claim(by: .developer(Caller.operatorID, at: now), at: now)
    }

    /// What a token is worth: `nil` unless this server has made it in this mode.
    ///
    /// A token of any other kind means nothing here, and a client that always sends one should work.
    private func claim(showing shown: ShownToken, at now: Timestamp) -> AccessClaim? {
        guard let tokens = self.tokens, let token = try? CompactToken(shown.secret), LocalTokens.claims(token) else {
            return nil
        }
        do {
            let identity = try tokens.verify(token, for: shown.uses, at: now).identity
            guard identity.issuer == IdentityIssuer.developer,
                case .user(let user) = PathUser(text: identity.subject)
            else { return nil }
            return self.people.claim(by: user, as: identity, at: now)
        } catch {
            return error.refusal == .notAuthenticated ? nil : .refused(error.refusal)
        }
    }
}
