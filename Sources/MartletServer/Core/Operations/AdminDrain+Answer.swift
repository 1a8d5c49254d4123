// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletRules
package import MartletWire

extension AdminDrain: Request {
    /// Sends everyone away, each at their own time; only a new start takes anybody again.
    package func answer(by core: Core, for caller: Caller) async throws -> Result {
        try caller.requireOperator()
        let window = self.window ?? core.settings.limits.drain
        core.logger.notice("draining", metadata: ["window_ms": "\(window.rawValue)"])
        return Result(connections: await core.edges.carryOut(.drain(over: window)))
    }
}
