// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Why a request is turned away before anyone asks who sent it.
package enum RequestRefusal: String, Hashable, Sendable, CaseIterable {
    /// The request says not, or not clearly, which host it is for.
    case hostMissing = "host_missing"
    /// The request is for a host that is not ours: a name was bound to our address behind a browser's back.
    case hostNotAllowed = "host_not_allowed"
    /// Someone stands between a developer's own server and whoever asks.
    case forwarded
    /// Nothing here is done by that method.
    case methodNotAllowed = "method_not_allowed"
    /// A page of another site asks.
    case originNotAllowed = "origin_not_allowed"
    /// The body is of a type that any site's form can send.
    case contentType = "content_type"
    /// Only a cookie speaks for the request, and nothing shows which page made it.
    case originUnproved = "origin_unproved"

    /// The HTTP status.
    package var httpStatus: Int {
        switch self {
        case .hostMissing: 400
        case .hostNotAllowed, .forwarded, .originNotAllowed, .originUnproved: 403
        case .methodNotAllowed: 405
        case .contentType: 415
        }
    }

    /// What a developer or operator needs to know to put it right.
    package var message: String {
        switch self {
        case .hostMissing: "one Host header is needed"
        case .hostNotAllowed: "this Host is not in allowed-hosts"
        case .forwarded: "a server in dev mode refuses forwarded requests; use --auth proxy or --auth jwt"
        case .methodNotAllowed: "this method is not supported"
        case .originNotAllowed: "this Origin is neither this server's nor in allowed-origins"
        case .contentType: "Content-Type must be application/json"
        case .originUnproved: "a request that relies on a cookie needs an Origin or Sec-Fetch-Site header"
        }
    }

    /// The refusal as an HTTP answer's body.
    package var rpcError: RPCError {
        RPCError(self.httpStatus == 403 ? .forbidden : .invalidRequest, self.message)
    }
}
