// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Handler {
    /// The server itself.
    static let operations: [Handler] = [
        Handler(RPCHealth.self), Handler(RPCDiscover.self), Handler(AdminLogTail.self), Handler(PresenceWatch.self),
        Handler(AdminConnections.self), Handler(AdminDisconnect.self), Handler(AdminStats.self),
        Handler(AdminDrain.self), Handler(AdminDeadLetters.self), Handler(ClientReportDeadLetters.self),
    ]
}
