// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Where is kept how far work has come, so that work whose process ended without a word is ended by the next.
package protocol WorkLedger: Sendable {
    /// Writes down that work goes on, and how long it took so far.
    func noteWork(on lane: String, worked: Duration, at now: Timestamp) async throws(OutboxError)

    /// Forgets work whose end there is no need to send.
    func forgetWork(on lane: String) async throws(OutboxError)

    /// The work that has begun, has no end, and of which nothing was heard since an instant.
    func abandonedWork(since: Timestamp) async throws(OutboxError) -> [AbandonedWork]
}

/// Work whose process ended without a word.
package struct AbandonedWork: Hashable, Sendable {
    /// The work session's lane.
    package var lane: String
    /// How long it took, as far as is known.
    package var worked: Duration
    /// When somebody was last known to work.
    package var seenAt: Timestamp

    package init(lane: String, worked: Duration, seenAt: Timestamp) {
        self.lane = lane
        self.worked = worked
        self.seenAt = seenAt
    }
}

/// The ledger of a client without a disk: what it knows ends with the process, and so does the work.
struct MemoryWorkLedger: WorkLedger {
    func noteWork(on lane: String, worked: Duration, at now: Timestamp) {}
    func forgetWork(on lane: String) {}
    func abandonedWork(since: Timestamp) -> [AbandonedWork] { [] }
}
