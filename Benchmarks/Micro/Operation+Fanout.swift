// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletWire
import NIOEmbedded

extension Operation {
    /// One entry to a thousand sessions of one shard, without sockets.
    static let fanOut = Operation(name: "fan-out", unit: 1000, summary: "delivery to a session") {
        let rig = ShardRig()
        for user in 1...1000 { rig.attach(UserID(rawValue: Int64(user)), as: .live) }
        var seq: Seq = 0
        let entries = (1...64).map { LogEntry.sample(seq: $0) }
        return {
            seq += 1
            let entry = entries[Int(seq % 64)]
            rig.deliver(LogEntry(seq: seq, audience: entry.audience, event: entry.event))
        }
    }

    /// Somebody comes back, is given a hundred entries out of the tail, and goes again.
    static let replayPage = Operation(name: "replay-page", unit: 100, summary: "entry replayed") {
        let rig = ShardRig()
        for seq in 1...1000 { rig.deliver(.sample(seq: Seq(seq))) }
        return {
            let session = rig.attach(7, as: .resume(after: 900))
            precondition(session.sent == 100, "the tail holds what was missed")
            rig.detach(session)
        }
    }
}

/// One shard on a loop that only runs when told, with sessions whose outlets count.
private final class ShardRig {
    private let eventLoop = EmbeddedEventLoop()
    private let link = FixedLink()
    private let shard: FanoutShard
    private let inbox: ShardInbox

    init() {
        self.shard = FanoutShard(
            on: self.eventLoop,
            link: self.link,
            counts: ConnectionLedger(link: self.link),
            settings: FanoutSettings()
        )
        self.inbox = ShardInbox(self.shard)
        self.shard.reset(to: Position(epoch: FixedLink.epoch, seq: 0))
    }

    @discardableResult
    func attach(_ user: UserID, as decision: ResumeDecision) -> Session {
        self.link.decide(decision, at: self.shard.position.seq)
        let session = Session(user: user, outlet: CountingOutlet(), resumeLimit: 500)
        self.shard.attach(session, epoch: nil, from: nil)
        self.eventLoop.run()
        return session
    }

    func detach(_ session: Session) {
        self.shard.detach(session, isFarewell: true)
    }

    func deliver(_ entry: LogEntry) {
        self.inbox.post([FramedEntry(entry)])
        self.eventLoop.run()
    }
}
