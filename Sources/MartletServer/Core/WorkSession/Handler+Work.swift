// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Handler {
    /// Who works on what, and for how long.
    static let work: [Handler] = [
        Handler(SessionStart.self), Handler(SessionEnd.self), Handler(SessionHeartbeat.self),
        Handler(SessionGet.self), Handler(SessionList.self), Handler(SessionTotals.self),
        Handler(ActivityRecord.self), Handler(ActivityList.self),
    ]
}
