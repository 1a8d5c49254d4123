// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletStore
import MartletWire

extension RPCError {
    /// What a caller is told of a failure: what was meant for callers as it is, anything else as our own fault.
    init(carryingOut error: any Error, logger: Logger) {
        switch error {
        case let error as RPCError:
            self = error
        case let failure as CommitFailure:
            self.init(failure)
        case is CancellationError:
            self.init(.unavailable, "the server is stopping", data: Detail(isRetryable: true, outcome: Outcome.none))
        default:
            logger.error("call failed", metadata: ["error_type": "\(type(of: error))"])
            self.init(.internalError, "the server failed; its log has the cause", data: Detail(isRetryable: true))
        }
    }
}
