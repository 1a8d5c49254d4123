// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct OutboxLeaseTests {
    private func request(
        _ current: OutboxLease?,
        by owner: String,
        at now: Timestamp
    ) -> OutboxLease.Grant {
        OutboxLease.request(against: current, by: owner, at: now, for: .seconds(30))
    }

    @Test func `Q4: nobody else's lease is taken before it ends`() {
        let lease = OutboxLease(owner: "app", token: 7, expiresAt: 30_000)
        #expect(self.request(lease, by: "cli", at: 29_999) == .held(until: 30_000))
        #expect(
            self.request(lease, by: "cli", at: 30_000)
                == .granted(OutboxLease(owner: "cli", token: 8, expiresAt: 60_000))
        )
    }

    @Test func `Q4: the owner prolongs its lease under the same token`() {
        let lease = OutboxLease(owner: "app", token: 7, expiresAt: 30_000)
        #expect(
            self.request(lease, by: "app", at: 20_000)
                == .granted(OutboxLease(owner: "app", token: 7, expiresAt: 50_000))
        )
    }

    @Test func `Q4: a lease from a clock that was set back since binds nobody`() {
        let lease = OutboxLease(owner: "app", token: 7, expiresAt: 99_999_999)
        #expect(
            self.request(lease, by: "cli", at: 1000) == .granted(OutboxLease(owner: "cli", token: 8, expiresAt: 31_000))
        )
    }

    @Test func `Q4: the lease of a process that has ended binds nobody`() {
        let lease = OutboxLease(owner: "app", token: 7, expiresAt: 30_000)
        let grant = OutboxLease.request(against: lease, by: "cli", at: 1000, for: .seconds(30), isOwnerGone: true)
        #expect(grant == .granted(OutboxLease(owner: "cli", token: 8, expiresAt: 31_000)))
    }

    @Test func `Q4: the first lease has the first token`() {
        #expect(self.request(nil, by: "app", at: 0) == .granted(OutboxLease(owner: "app", token: 1, expiresAt: 30_000)))
    }
}
