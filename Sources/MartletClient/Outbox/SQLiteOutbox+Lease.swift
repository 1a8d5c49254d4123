// SPDX-License-Identifier: Apache-2.0

import GRDB
package import MartletRules
package import MartletWire

extension SQLiteOutbox {
    package func requestLease(by owner: String, at now: Timestamp) async throws(OutboxError) -> OutboxLease.Grant {
        // Before anybody can see that it has a lease.
        self.lifelines.hold(owner)
        return try await self.committer.write { database in
            let current = try OutboxTable.lease(database, account: self.account)
            let grant = OutboxLease.request(
                against: current,
                by: owner,
                at: now,
                for: self.limits.lease,
                isOwnerGone: current.map { self.lifelines.isGone($0.owner) } ?? false
            )
            if case .granted(let lease) = grant {
                try OutboxTable.write(lease, database, account: self.account)
            }
            return grant
        }
    }

    package func release(_ lease: OutboxLease) async throws(OutboxError) {
        try await self.committer.write { database in
            guard let current = try OutboxTable.lease(database, account: self.account), current.token == lease.token
            else { return }
            // The row stays, so that the next owner's token is larger.
            var ended = current
            ended.owner = ""
            ended.expiresAt = 0
            try OutboxTable.write(ended, database, account: self.account)
        }
    }
}
