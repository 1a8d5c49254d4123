// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
package import MartletWire
import Synchronization

/// Core and edge in one process: every call is a call.
package final class InProcessLink: Link {
    private struct Follower: Sendable {
        var position: @Sendable () -> Position?
        var hear: @Sendable (LinkNews) -> Void
    }

    private let core: Core
    private let follower = Mutex<Follower?>(nil)
    private let identity = EdgeIdentity(name: "here", incarnation: 1)

    package init(core: Core) {
        self.core = core
    }

    package func follow(
        as edge: any EdgeControl,
        from position: @escaping @Sendable () -> Position?,
        _ hear: @escaping @Sendable (LinkNews) -> Void
    ) async throws {
        self.follower.withLock { $0 = Follower(position: position, hear: hear) }
        self.core.followers.add(self.identity.name, hear)
        self.core.edges.add(self.identity.name, edge)
        defer {
            self.core.edges.remove(self.identity.name)
            self.core.followers.remove(self.identity.name)
            self.follower.withLock { $0 = nil }
        }
        // An entry that was committed in between is heard twice, which a follower drops, and never missed.
        self.joinAgain()
        let (ended, _) = AsyncStream<Never>.makeStream()
        for await _ in ended {}
    }

    package func joinAgain() {
        guard let follower = self.follower.withLock({ $0 }) else { return }
        let span = self.core.store.extent
        let head = Position(epoch: span.epoch, seq: span.head)
        follower.hear(.joined(head, isContinuation: span.holds(follower.position())))
    }

    package func entries(after seq: Seq, limit: Int, _ answer: @escaping LinkAnswer<[LogEntry]>) {
        self.core.read(answer) { try $0.entries(after: seq, limit: limit) }
    }

    package func attach(_ request: AttachRequest, _ answer: @escaping LinkAnswer<Attachment>) {
        self.core.attachments.attach(request, answer)
    }

    package func replay(_ request: ReplayRequest, _ answer: @escaping LinkAnswer<[LogEntry]>) {
        self.core.read(answer) { snapshot in
            try snapshot.entries(
                entitling: request.user,
                after: request.after,
                through: request.through,
                limit: request.limit
            )
        }
    }

    package func count(_ request: ReplayRequest, _ answer: @escaping LinkAnswer<Int>) {
        self.replay(request) { answer($0.map(\.count)) }
    }

    package func call(_ call: ForwardedCall, _ answer: @escaping LinkAnswer<[UInt8]?>) {
        self.core.call(call, answer)
    }

    package func beacon(_ beacon: SessionBeacon, _ answer: @escaping LinkAnswer<SessionBeacon.Answer>) {
        self.core.beacon(beacon, answer)
    }

    package func report(_ count: ConnectionCount) {
        self.core.presence.reported(count, from: self.identity)
    }

    package func reconcile(_ counts: [UserID: Int]) {
        self.core.presence.reconciled(counts, from: self.identity)
    }

    package func presence(of workspaces: [WorkspaceID], _ answer: @escaping LinkAnswer<[[UInt8]]>) {
        self.core.presence.snapshots(of: workspaces, answer)
    }
}
