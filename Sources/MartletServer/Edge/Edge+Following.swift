// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Metrics
import NIOCore
import Synchronization

/// Following the log, as ``LogOrder`` decides, and handing what is news to every loop.
extension Edge {
    private static let page = 1000

    func heard(_ news: LinkNews) {
        switch news {
        case .joined(let head, let isContinuation): self.joined(at: head, isContinuation: isContinuation)
        case .entries(let entries, let term): self.follow { $0.received(entries, in: term, at: $1) }
        case .head(let head): self.follow { $0.heard(head: head, at: $1) }
        case .ephemeral(let ephemeral): self.heard(ephemeral)
        case .presence(let presence): self.post { $0.deliver(presence) }
        case .accounts(let news): self.post { $0.judge(after: news) }
        case .lost: self.state.withLock { $0.isLinked = false }
        }
    }

    /// The link stands: go on from where we are, or begin where the log is now.
    private func joined(at head: Position, isContinuation: Bool) {
        let isContinuing = self.state.withLock { state in
            state.isLinked = true
            return isContinuation && state.order.position != nil
        }
        self.follow(resettingTo: isContinuing ? nil : head) { order, _ in
            order.began(at: head, isContinuation: isContinuing)
        }
        self.counts.reportEveryone()
        // What was said of presence meanwhile was not heard.
        if isContinuing { self.post { $0.sendPresenceToEveryone() } }
    }

    /// Takes a step in the log, and does what comes of it.
    ///
    /// Entries are handed over under the lock, so that no two threads hand over out of order.
    private func follow(
        resettingTo head: Position? = nil,
        _ step: (inout LogOrder<LoopInstant>, LoopInstant) -> [LogOrder<LoopInstant>.Action]
    ) {
        let rest = self.state.withLock { state in
            let actions = step(&state.order, LoopInstant(self.clock.now))
            if let head {
                for inbox in state.inboxes { inbox.post { $0.reset(to: head) } }
            }
            return actions.filter { action in
                guard case .deliver(let entries) = action else { return true }
                let framed = entries.map(FramedEntry.init)
                for inbox in state.inboxes { inbox.post(framed) }
                return false
            }
        }
        for action in rest { self.carryOut(action) }
    }

    private func carryOut(_ action: LogOrder<LoopInstant>.Action) {
        switch action {
        case .deliver: break
        case .ask(let seq, let question):
            self.holes.increment()
            self.link.entries(after: seq, limit: Self.page) { answer in
                self.follow { $0.filled(try? answer.get(), as: question, at: $1) }
            }
        case .wait(let instant):
            self.state.withLock { state in
                state.hole?.cancel()
                state.hole = self.clock.scheduleTask(deadline: instant.deadline) {
                    self.follow { $0.timerFired(at: $1) }
                }
            }
        case .beJudged: self.link.joinAgain()
        }
    }

    private func heard(_ ephemeral: Ephemeral) {
        let frame = ServerFrameWriter.text(ByteBuffer(bytes: ephemeral.event))
        self.post { $0.deliver(ephemeral: frame, to: ephemeral.audience) }
    }

    /// Runs work on every loop, in order with the entries.
    func post(_ work: @escaping @Sendable (FanoutShard) -> Void) {
        self.state.withLock { state in
            for inbox in state.inboxes { inbox.post(work) }
        }
    }
}
