// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire
import Synchronization

extension AdminDeadLetters: Request {
    /// What clients have said since this process began.
    package func answer(by core: Core, for caller: Caller) async throws -> Result {
        try caller.requireOperator()
        let limit = self.limit ?? core.settings.limits.defaultPage
        return Result(reports: core.deadLetters.withLock { Array($0.reports.prefix(limit)) })
    }
}
