// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletWire
import NIOCore
import Synchronization

/// Following the log: every entry once, in order, without holes, whatever the link does.
extension Edge {
    private static let page = 1000

    func heard(_ news: LinkNews) {
        switch news {
        case .joined(let position, let isContinuation): self.joined(at: position, isContinuation: isContinuation)
        case .entries(let entries): self.heard(entries)
        case .ephemeral(let ephemeral): self.heard(ephemeral)
        case .presence(let presence): self.post { $0.deliver(presence) }
        case .accounts(let news): self.post { $0.judge(after: news) }
        case .lost: self.state.withLock { $0.isLinked = false }
        }
    }

    /// The link stands: go on from where we are, or begin where the log is now.
    private func joined(at position: Position, isContinuation: Bool) {
        let mustReset = self.state.withLock { state in
            state.isLinked = true
            state.target = position.seq
            guard state.position == nil || !isContinuation else { return false }
            state.position = position
            state.later = []
            return true
        }
        self.counts.reportEveryone()
        if mustReset {
            self.post { $0.reset(to: position) }
        } else {
            self.fillHole(before: position.seq + 1)
            // What was said of presence meanwhile was not heard.
            self.post { $0.sendPresenceToEveryone() }
        }
    }

    private func heard(_ entries: [LogEntry]) {
        let hole = self.state.withLock { state -> Seq? in
            guard !state.isFilling else {
                state.later.append(contentsOf: entries)
                return nil
            }
            return self.take(entries, &state)
        }
        if let hole { self.fillHole(before: hole) }
    }

    /// Hands over what follows our position; returns where it goes on if something is missing in between.
    ///
    /// Under the lock, so that no two threads hand over out of order.
    private func take(_ entries: [LogEntry], _ state: inout State) -> Seq? {
        guard let position = state.position else { return nil }
        let new = entries.drop { $0.seq <= position.seq }
        guard let first = new.first, let last = new.last else { return nil }
        guard first.seq == position.seq + 1 else {
            state.later.append(contentsOf: new)
            return first.seq
        }
        let framed = new.map(FramedEntry.init)
        for inbox in state.inboxes { inbox.post(framed) }
        state.position?.seq = last.seq
        if let term = new.last(where: { $0.term != nil })?.term { state.position?.epoch = term }
        return nil
    }

    /// Asks the core for what lies between our position and a seq.
    private func fillHole(before seq: Seq) {
        let after = self.state.withLock { state -> Seq? in
            guard let position = state.position, position.seq + 1 < seq, !state.isFilling else { return nil }
            state.isFilling = true
            return position.seq
        }
        guard let after else { return }
        self.link.entries(after: after, limit: Self.page) { answer in self.filled(answer) }
    }

    private func filled(_ answer: Result<[LogEntry], RPCError>) {
        let hole = self.state.withLock { state -> Seq? in
            state.isFilling = false
            guard case .success(let entries) = answer else { return nil }
            let before = state.position?.seq
            _ = self.take(entries, &state)
            let later = state.later
            state.later = []
            if let hole = self.take(later, &state) { return hole }
            // A page may end before what we are known to have missed.
            guard let position = state.position, position.seq < state.target, position.seq != before else { return nil }
            return state.target + 1
        }
        if let hole { self.fillHole(before: hole) }
        if case .failure = answer { self.fillLater() }
    }

    /// Asks again for what could not be read; if the link is lost, joining again does.
    private func fillLater() {
        self.loops.first?.scheduleTask(in: .seconds(1)) {
            let target = self.state.withLock { state in
                state.isLinked ? max(state.target, state.later.last?.seq ?? 0) : nil
            }
            if let target { self.fillHole(before: target + 1) }
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
