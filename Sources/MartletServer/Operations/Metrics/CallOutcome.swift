// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How calls end, as far as an operator wants to tell them apart.
package enum CallOutcome: String, Hashable, Sendable, CaseIterable {
    /// It was carried out.
    case ok
    /// The caller may not, or asked for something that cannot be.
    case refused
    /// The caller came too fast.
    case limited
    /// The server could not answer then.
    case unavailable
    /// The server failed.
    case failed

    package init(_ code: RPCError.Code) {
        self =
            switch code {
            case .rateLimited: .limited
            case .unavailable: .unavailable
            case .parseError, .invalidRequest, .methodNotFound, .invalidParams, .unauthenticated, .forbidden,
                .notFound, .conflict, .tooLarge:
                .refused
            default: .failed
            }
    }
}
