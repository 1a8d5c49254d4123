// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire

/// One process of a simulated client: it does what the rules of the real one decide.
final class Running {
    let client: Client
    unowned let world: World
    private(set) var isDead = false
    private var keeper: ModeKeeper<ManualInstant>
    private var feed: Feed<ManualInstant>
    private var gate = DrainGate()
    var reception = Reception()
    var run: SourceRun?
    private(set) var sending: Sending
    private(set) var work: Working

    init(_ client: Client, storage: any OutboxStorage, in world: World) {
        self.client = client
        self.world = world
        self.keeper = ModeKeeper(ModeSettings(), startingAt: world.now)
        self.feed = Feed(startingAt: world.now)
        self.sending = Sending(of: client, in: storage, world)
        self.work = Working(of: client, world)
    }

    var isConnected: Bool { self.run?.isOpen ?? false }

    func start() {
        self.sending.driveSoon()
        self.perform(self.keeper.timerFired(at: self.world.now))
        self.perform(self.feed.userSwitched(UserSwitch(to: self.client.user), at: self.world.now))
        self.work.takeUp()
        self.setTimer()
    }

    /// Ends without a word to anybody but, if the system still can, the server's end of the connection.
    func die(sayingSo: Bool) {
        self.isDead = true
        self.sending.die()
        self.work.die()
        guard let run = self.run, let socket = run.socket else { return }
        if sayingSo { self.hangUp(socket, cleanly: false) }
        socket.session.deliver = { _ in }
        run.socket = nil
        run.isOpen = false
    }

    // MARK: - What happens around it

    func networkChanged(isAvailable: Bool) {
        self.perform(self.keeper.networkChanged(isAvailable: isAvailable, at: self.world.now))
        self.setTimer()
    }

    func lifecycleChanged(isInForeground: Bool) {
        self.perform(self.keeper.lifecycleChanged(isInForeground: isInForeground, at: self.world.now))
        self.setTimer()
    }

    /// Somebody signs in, or wants it to try again.
    func encourage() {
        self.world.judge.encouraged(self.client.id)
        self.sending.signedIn()
        self.perform(self.feed.encouraged(at: self.world.now))
        self.setTimer()
    }

    private func setTimer() {
        guard !self.isDead, let due = [self.keeper.wakeAt, self.feed.wakeAt].compactMap(\.self).min() else { return }
        self.world.at(due) {
            guard !self.isDead else { return }
            let now = self.world.now
            if let wakeAt = self.keeper.wakeAt, wakeAt <= now { self.perform(self.keeper.timerFired(at: now)) }
            guard let wakeAt = self.feed.wakeAt, wakeAt <= now else { return self.setTimerOnce(after: due) }
            self.perform(self.feed.timerFired(at: now))
            self.setTimerOnce(after: due)
        }
    }

    private func setTimerOnce(after instant: ManualInstant) {
        guard let due = [self.keeper.wakeAt, self.feed.wakeAt].compactMap(\.self).min(), due > instant else { return }
        self.setTimer()
    }

    // MARK: - What the rules ask for

    private func perform(_ actions: [ModeKeeper<ManualInstant>.Action]) {
        for action in actions {
            switch action {
            case .flush: if self.gate.isOpen { self.sending.flush() }
            case .networkChanged(let isAvailable):
                _ = self.gate.networkChanged(isAvailable: isAvailable)
                self.sending.networkChanged(isOnline: self.gate.isOpen)
            case .probe: break
            case .encourage:
                self.world.judge.encouraged(self.client.id)
                self.perform(self.feed.encouraged(at: self.world.now))
            case .apply(let decision):
                self.perform(self.feed.modeChanged(to: decision.mode, at: self.world.now))
                if self.gate.applied(decision) { self.sending.networkChanged(isOnline: self.gate.isOpen) }
                self.keeper.applied(decision, at: self.world.now)
            }
        }
    }

    func perform(_ actions: [Feed<ManualInstant>.Action]) {
        for action in actions {
            switch action {
            case .stop: self.stop()
            case .start(let source, let number): self.start(source, number)
            case .restore(let user):
                self.reception = Reception(from: self.client.device.position)
                self.perform(self.feed.restored(for: user, at: self.world.now))
            case .forget, .report, .settle: break
            }
        }
    }

    private func start(_ source: Source, _ number: Int) {
        self.world.note("client \(self.client.id): \(source)")
        switch source {
        case .streaming:
            self.run = SourceRun(number, .streaming(Reconnection()))
            self.dial()
        case .polling:
            self.run = SourceRun(number, .polling(LongPolling(startingAt: self.world.now)))
            self.poll()
        case .backgroundPolling:
            let polling = BackgroundPolling(freshness: self.client.device.freshness)
            self.run = SourceRun(number, .background(polling))
            self.follow(polling.started(at: self.client.date))
        }
    }

    private func stop() {
        guard let run = self.run else { return }
        self.run = nil
        if let socket = run.socket { self.hangUp(socket, cleanly: true) }
        run.socket = nil
    }

    func delivered(_ run: SourceRun) {
        self.perform(self.feed.delivered(run: run.number, at: self.world.now))
        self.setTimer()
    }

    func failed(_ run: SourceRun, _ verdict: SourceVerdict) {
        self.perform(self.feed.failed(run: run.number, verdict, at: self.world.now))
        self.setTimer()
    }

    /// Does something for a run after a while, if it still runs then.
    func after(_ delay: Duration, for run: SourceRun, _ body: @escaping () -> Void) {
        self.world.after(delay) { if !self.isDead, self.run === run { body() } }
    }

    // MARK: - Applying

    /// Tells the application where it stands, and writes that down with what it has applied.
    func save(_ position: Position?) {
        guard let position else { return }
        self.client.device.position = position
        self.client.device.freshness = self.client.date
    }

    func took(_ opening: Reception.Opening, _ run: SourceRun) {
        guard opening != .goesOn else { return }
        if case .resync(let reason) = opening {
            self.world.note("client \(self.client.id): resync \(reason?.rawValue ?? "")")
        }
        self.perform(self.feed.outdated(run: run.number, at: self.world.now))
        self.world.judge.began(self.client.id, at: self.reception.position?.seq ?? 0)
        self.save(self.reception.position)
    }

    func take(_ entry: LogEntry) {
        guard self.reception.received(entry.seq) else { return }
        self.reception.applied(entry.seq)
        self.world.judge.applied(self.client.id, of: self.client.user, entry.seq, entry.event)
        self.save(self.reception.resumePoint)
    }
}
