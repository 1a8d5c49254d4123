// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension CloseCode {
    /// How a connection ends whose attachment the core refused.
    init(refusing error: RPCError) {
        self =
            switch error.code {
            case .unauthenticated: .notAuthenticated
            case .forbidden: .notYou
            case .notFound: .unknownUser
            default: .tryAgainLater
            }
    }

    /// When a refused client may come back.
    static func reason(for error: RPCError) -> String {
        guard error.data.isRetryable else { return "" }
        return "retry_after_ms=\(error.data.retryAfterMilliseconds ?? 1000)"
    }
}
