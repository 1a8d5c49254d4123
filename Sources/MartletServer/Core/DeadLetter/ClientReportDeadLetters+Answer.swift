// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire
import Synchronization

extension ClientReportDeadLetters: Request {
    /// Writes down what the caller's client says of itself.
    package func answer(by core: Core, for caller: Caller) async throws -> Empty {
        let report = DeadLetterReport(
            userID: caller.userID,
            client: self.client,
            reportedAt: Server.clock(),
            letters: self.letters
        )
        core.deadLetters.withLock { $0.reported(report) }
        return Empty()
    }
}
