// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension RPCError {
    /// What an outbox cannot do, as a caller of the client is told.
    init(_ error: OutboxError) {
        let code: Code =
            switch error.code {
            case .full: error.isTemporary ? .unavailable : .tooLarge
            case .invalid: .invalidParams
            case .notFound: .notFound
            case .final: .conflict
            default: .unavailable
            }
        self.init(
            code,
            error.message,
            data: Detail(isRetryable: error.isTemporary, outcome: Outcome.none)
        )
    }
}
