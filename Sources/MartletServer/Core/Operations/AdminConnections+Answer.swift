// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire

extension AdminConnections: Request {
    /// The connections of every edge, as each edge sees them now.
    package func answer(by core: Core, for caller: Caller) async throws -> Result {
        try caller.requireOperator()
        let limit = self.limit ?? core.settings.limits.defaultPage
        let query = ConnectionQuery(user: self.userID, after: self.after, limit: limit + 1)
        var reports: [ConnectionReport] = []
        for edge in core.edges.all { reports += await edge.connections(query) }
        reports.sort { $0.connectionID.rawValue < $1.connectionID.rawValue }
        return Result(connections: Array(reports.prefix(limit)), hasMore: reports.count > limit)
    }
}
