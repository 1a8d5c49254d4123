// SPDX-License-Identifier: Apache-2.0

import MartletStore
package import MartletWire

extension RPCHealth: Request {
    /// Says that the core answers, and where its log stands.
    package func answer(by core: Core, for caller: Caller) async throws -> Result {
        Result(
            status: core.store.health == .writable ? "ok" : "degraded",
            version: Version.current,
            epoch: core.position.epoch,
            serverTime: Server.clock()
        )
    }
}
