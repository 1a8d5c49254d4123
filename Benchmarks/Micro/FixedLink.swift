// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletWire
import Synchronization

/// A core that lets everybody hear one channel from the beginning, and answers nothing else.
final class FixedLink: Link {
    /// The life of its log.
    static let epoch = Epoch(rawValue: "bench")

    private let attachment = Mutex(Attachment(head: 0, decision: .live, memberships: []))

    /// What whoever comes next is owed.
    func decide(_ decision: ResumeDecision, at head: Seq) {
        let memberships = [Membership(of: .channel(1), from: 1)]
        self.attachment.withLock { $0 = Attachment(head: head, decision: decision, memberships: memberships) }
    }

    func attach(_ request: AttachRequest, _ answer: @escaping LinkAnswer<Attachment>) {
        answer(.success(self.attachment.withLock { $0 }))
    }

    func follow(
        from position: @escaping @Sendable () -> Position?,
        _ hear: @escaping @Sendable (LinkNews) -> Void
    ) async throws {}

    func entries(after seq: Seq, limit: Int, _ answer: @escaping LinkAnswer<[LogEntry]>) {}
    func replay(_ request: ReplayRequest, _ answer: @escaping LinkAnswer<[LogEntry]>) {}
    func count(_ request: ReplayRequest, _ answer: @escaping LinkAnswer<Int>) {}
    func call(_ call: ForwardedCall, _ answer: @escaping LinkAnswer<[UInt8]?>) {}
    func presence(of workspaces: [WorkspaceID], _ answer: @escaping LinkAnswer<[[UInt8]]>) {}
    func report(_ count: ConnectionCount) {}
    func reconcile(_ counts: [UserID: Int]) {}
}
