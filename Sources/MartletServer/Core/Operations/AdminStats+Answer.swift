// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
package import MartletWire

extension AdminStats: Request {
    /// What the store holds, and what the edges do, as of now.
    package func answer(by core: Core, for caller: Caller) async throws -> Result {
        try caller.requireOperator()
        let counts = try await core.store.read { try $0.counts() }
        var (connections, isDraining) = (0, false)
        for edge in core.edges.all {
            let standing = await edge.standing
            connections += standing.connections
            isDraining = isDraining || standing.isDraining
        }
        let extent = core.store.extent
        return Result(
            version: Version.current,
            epoch: extent.epoch,
            head: extent.head,
            floor: extent.floor,
            connections: connections,
            online: core.presence.onlineCount,
            users: counts.users,
            workspaces: counts.workspaces,
            channels: counts.channels,
            messages: counts.messages,
            storeBytes: counts.bytes,
            uptime: Milliseconds(ContinuousClock.now - core.started),
            isDraining: isDraining
        )
    }
}
