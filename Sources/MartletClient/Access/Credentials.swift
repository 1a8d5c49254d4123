// SPDX-License-Identifier: Apache-2.0

public import MartletWire

/// How a client says who it is.
///
/// Never part of a URL, a log line or an error.
public struct Credentials: Sendable {
    /// Why a token is asked for.
    public enum TokenNeed: Hashable, Sendable {
        /// Something is to be sent: any token that is still good will do.
        case use
        /// The last one ended or is about to: only a newer one helps.
        case refresh
    }

    enum Kind: Sendable {
        case nobody
        case developer(UserID)
        case fixed(String)
        case provider(@Sendable (TokenNeed) async throws -> String)
    }

    let kind: Kind

    /// Nobody in particular: what a server in dev mode takes for its operator.
    public static let none = Self(kind: .nobody)

    /// A person by number, as a server in dev mode believes.
    public static func developer(_ user: UserID) -> Self {
        Self(kind: .developer(user))
    }

    /// One token for as long as it lasts; when it ends, so does the client's work.
    public static func token(_ token: String) -> Self {
        Self(kind: .fixed(token))
    }

    /// Whatever token the application has at the moment.
    ///
    /// It is asked before each call and each dial; what it throws is reported as "not signed in".
    public static func token(from provider: @escaping @Sendable (TokenNeed) async throws -> String) -> Self {
        Self(kind: .provider(provider))
    }

    /// Whether a newer token can be had.
    var canRefresh: Bool {
        if case .provider = self.kind { true } else { false }
    }

    /// The same credentials; tells whenever they gave a newer token.
    func observed(_ renewed: @escaping @Sendable () -> Void) -> Self {
        guard case .provider(let provider) = self.kind else { return self }
        return Self.token { need in
            let token = try await provider(need)
            if need == .refresh { renewed() }
            return token
        }
    }

    /// The headers that say who asks.
    func headers(for need: TokenNeed) async throws(RPCError) -> [(name: String, value: String)] {
        switch self.kind {
        case .nobody:
            return []
        case .developer(let user):
            return [("X-Martlet-User", user.description)]
        case .fixed, .provider:
            return try await self.token(for: need).map { [("Authorization", "Bearer \($0)")] } ?? []
        }
    }

    /// A token, if tokens say who asks.
    func token(for need: TokenNeed) async throws(RPCError) -> String? {
        let token: String
        switch self.kind {
        case .nobody, .developer: return nil
        case .fixed(let fixed): token = fixed
        case .provider(let provider):
            do {
                token = try await provider(need)
            } catch {
                throw RPCError(.unauthenticated, "there is no token to sign in with")
            }
        }
        // A line end would begin another header.
        guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw RPCError(.unauthenticated, "the token is none: it is empty or has characters that no token has")
        }
        return token
    }
}
