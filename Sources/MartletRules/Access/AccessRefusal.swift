// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Why someone is not let in, with what each way of asking is answered.
///
/// The words never say whether a person exists, nor what was wrong with a token: both would help only an attacker.
package enum AccessRefusal: String, Error, Hashable, Sendable, CaseIterable {
    /// Nobody is signed in, or what was shown proves nothing.
    case notAuthenticated = "not_authenticated"
    /// The path or the new token names someone else.
    case notYou = "not_you"
    /// The credential is good, but there is no such person here and none may be made.
    case unknownUser = "unknown_user"
    /// The sign-in was ended.
    case signedOut = "signed_out"
    /// An operator has shut the person out.
    case disabled
    /// The token was good, and its time has passed.
    case tokenExpired = "token_expired"
    /// The credential is good for less than this.
    case outOfScope = "out_of_scope"
    /// Only operators may.
    case notOperator = "not_operator"
    /// The route does not exist in this mode.
    case noSuchRoute = "no_such_route"
    /// Who is asking cannot be found out just now.
    case unavailable

    /// The WebSocket close code; `nil` where the upgrade is answered in HTTP, as for any path that does not exist.
    package var closeCode: CloseCode? {
        switch self {
        case .notAuthenticated: .notAuthenticated
        case .notYou, .outOfScope, .notOperator: .notYou
        case .unknownUser: .unknownUser
        case .signedOut, .disabled: .signedOut
        case .tokenExpired: .tokenExpired
        case .unavailable: .tryAgainLater
        case .noSuchRoute: nil
        }
    }

    /// The HTTP status.
    ///
    /// An account that is shut out answers 401, not 403: a client's outbox keeps what it has on 401.
    package var httpStatus: Int {
        switch self {
        case .notAuthenticated, .signedOut, .disabled, .tokenExpired: 401
        case .notYou, .unknownUser, .outOfScope, .notOperator: 403
        case .noSuchRoute: 404
        case .unavailable: 503
        }
    }

    /// What `WWW-Authenticate` says with a 401 (RFC 6750, 3); nil with any other status.
    ///
    /// A scheme for which no browser opens a window of its own.
    package var challenge: String? {
        switch self {
        case .notAuthenticated: "Bearer realm=\"martlet\""
        case .signedOut, .disabled, .tokenExpired: "Bearer realm=\"martlet\", error=\"invalid_token\""
        case .notYou, .unknownUser, .outOfScope, .notOperator, .noSuchRoute, .unavailable: nil
        }
    }

    /// Whether trying again, with the same or a refreshed credential, may help.
    package var isRetryable: Bool {
        switch self {
        case .tokenExpired, .unavailable: true
        case .notAuthenticated, .notYou, .unknownUser, .signedOut, .disabled, .outOfScope, .notOperator,
            .noSuchRoute:
            false
        }
    }

    /// What a developer needs to know.
    package var message: String {
        switch self {
        case .notAuthenticated: "nobody is signed in"
        case .notYou: "that is someone else"
        case .unknownUser: "this sign-in has no account here"
        case .signedOut: "this sign-in has ended"
        case .disabled: "this account is disabled"
        case .tokenExpired: "the token has expired"
        case .outOfScope: "this token is for downloading media only"
        case .notOperator: "only operators may do this"
        case .noSuchRoute: "there is nothing here"
        case .unavailable: "sign-in cannot be checked now; try again"
        }
    }

    /// The refusal as the body of an HTTP answer or the answer to a call.
    package var rpcError: RPCError {
        let code: RPCError.Code =
            switch self {
            case .notAuthenticated, .signedOut, .disabled, .tokenExpired: .unauthenticated
            case .notYou, .unknownUser, .outOfScope, .notOperator: .forbidden
            case .noSuchRoute: .notFound
            case .unavailable: .unavailable
            }
        let outcome: RPCError.Outcome? = self == .unavailable ? RPCError.Outcome.none : nil
        return RPCError(code, self.message, data: RPCError.Detail(isRetryable: self.isRetryable, outcome: outcome))
    }
}
