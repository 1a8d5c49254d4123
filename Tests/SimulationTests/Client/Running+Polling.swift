// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// One poll after the other.
extension Running {
    /// What the way there and back may take beside the server's wait.
    private static let patience: Duration = .seconds(10)

    func poll() {
        guard let run = self.run else { return }
        let wait: Duration
        switch run.kind {
        case .polling(var polling):
            polling.asked(at: self.world.now)
            run.kind = .polling(polling)
            wait = LongPolling<ManualInstant>.wait.duration
        case .background: wait = BackgroundPolling.wait.duration
        case .streaming: return
        }
        run.request += 1
        let request = run.request
        self.world.judge.dialled(self.client.id)
        self.after(wait + Self.patience, for: run) { if run.request == request { self.ended(run, .unreachable) } }
        guard !self.world.isOffline(self.client), self.client.faults.holeEnd <= self.world.now else { return }
        let edge = self.world.anyEdge()
        let point = self.reception.resumePoint
        for delay in self.client.faults.roads.deliveries(using: &self.world.chance) {
            self.world.after(delay) { self.ask(edge, from: point, wait: wait, run, request) }
        }
    }

    private func ask(_ edge: Edge, from point: Position?, wait: Duration, _ run: SourceRun, _ request: Int) {
        guard edge.isUp else { return self.answered(.refused(.unavailable, hint: nil), from: point, run, request) }
        let session = edge.attach(
            self.client,
            epoch: point?.epoch.rawValue,
            from: point.map { String($0.seq) },
            kind: .poll { self.answered($0, from: point, run, request) }
        )
        self.world.after(wait) { edge.timeIsUp(for: session) }
    }

    private func answered(_ outcome: PollOutcome, from point: Position?, _ run: SourceRun, _ request: Int) {
        guard self.client.faults.holeEnd <= self.world.now else { return }
        for delay in self.client.faults.roads.deliveries(using: &self.world.chance) {
            self.after(delay, for: run) {
                guard run.request == request else { return }
                switch outcome {
                case .refused(let status, let hint): self.ended(run, .refused(status, hint: hint))
                case .page(let page, let entries): self.take(page, entries, run)
                }
            }
        }
    }

    private func take(_ page: LongPollPage, _ entries: [LogEntry], _ run: SourceRun) {
        var page = page
        page.events = entries.map { EventFrame(seq: $0.seq, event: World.unread) }
        self.took(self.reception.answered(page, isAsked: self.reception.resumePoint != nil), run)
        for entry in entries { self.take(entry) }
        self.save(self.reception.resumePoint ?? Position(epoch: page.epoch, seq: page.seq))
        self.delivered(run)
        self.ended(run, .page(hasEvents: !entries.isEmpty, hasMore: page.hasMore))
    }

    private func ended(_ run: SourceRun, _ result: PollResult) {
        run.request += 1
        let action: PollAction
        switch run.kind {
        case .polling(var polling):
            action = polling.ended(result, at: self.world.now, using: &self.world.chance)
            run.kind = .polling(polling)
        case .background(var polling):
            action = polling.ended(result, at: self.client.date)
            run.kind = .background(polling)
        case .streaming: return
        }
        if let fault = result.fault {
            self.world.note("client \(self.client.id): \(fault), \(action)")
            if case .poll = action { self.failed(run, .interrupted(fault)) }
        }
        self.follow(action)
    }

    func follow(_ action: PollAction) {
        guard let run = self.run else { return }
        switch action {
        case .poll(let delay), .refreshToken(let delay): self.after(delay, for: run) { self.poll() }
        case .stop(let verdict):
            if case .halted = verdict { self.world.judge.toldToStop(self.client.id) }
            self.failed(run, verdict)
        }
    }
}
