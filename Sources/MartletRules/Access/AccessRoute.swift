// SPDX-License-Identifier: Apache-2.0

/// What a request is for, as far as access is concerned.
package enum AccessRoute: Hashable, Sendable {
    /// `GET /ws/user/{user_id}`, upgraded.
    case socket(PathUser)
    /// `GET /ws/echo`, upgraded: for conformance suites.
    case echo
    /// `POST /rpc`.
    case rpc
    /// `GET /v1/events`, as a long poll or a stream.
    case events
    /// `POST` and `DELETE /v1/session`.
    case session
    /// `POST /v1/media`.
    case mediaUpload
    /// `GET /v1/media/{id}`.
    case mediaDownload
    /// `/api/…`: the REST face of some methods.
    case rest
    /// `POST /api/sync/sessions`: carries its own token in its body.
    case beacon
    /// `GET /config.json` and `GET /openrpc.json`.
    case document
    /// `GET /healthz` and `GET /readyz`.
    case health
    /// `GET /metrics`.
    case metrics
    /// A page or what belongs to it.
    case page
    /// Anything else: treated as strictly as a call.
    case unknown

    /// Who may use a route.
    package enum Requirement: Hashable, Sendable, CaseIterable {
        /// Anyone, whatever the mode.
        case nobody
        /// Anyone whom the mode does not keep out altogether; a caller is passed on if there is one.
        case invitation
        /// The body's own token decides, later.
        case ownToken
        /// A caller with full scope.
        case caller
        /// A caller of any scope.
        case mediaReader
        /// A caller with full scope who is an operator.
        case `operator`
        /// Nobody at all outside a developer's own server, and anyone there.
        case developer
    }

    /// Who may use this route.
    package var requirement: Requirement {
        switch self {
        case .socket, .rpc, .events, .mediaUpload, .rest, .unknown: .caller
        case .mediaDownload: .mediaReader
        case .metrics: .operator
        case .session, .document, .page: .invitation
        case .beacon: .ownToken
        case .health: .nobody
        case .echo: .developer
        }
    }

    /// Whether this is a WebSocket upgrade.
    package var isUpgrade: Bool {
        switch self {
        case .socket, .echo: true
        case .rpc, .events, .session, .mediaUpload, .mediaDownload, .rest, .beacon, .document, .health, .metrics,
            .page, .unknown:
            false
        }
    }
}
