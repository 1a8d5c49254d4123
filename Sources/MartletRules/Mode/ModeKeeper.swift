// SPDX-License-Identifier: Apache-2.0

/// Keeps a client in the mode that network, lifecycle and wishes call for.
///
/// Signals are debounced; what is urgent is done at once: flushing on the way to the background, telling the outbox of
/// the network, and obeying ``offlineSet(_:at:)``. A mode is always resolved from what was last reported and wished,
/// never from what the debouncer remembers.
///
/// Call ``timerFired(at:)`` at ``wakeAt``, and if that is not ahead, on the next turn: that is how the first mode comes.
package struct ModeKeeper<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What the owner does next, in order.
    package enum Action: Hashable, Sendable {
        /// Send what waits in the outbox, if its gate is open: the app may soon be gone.
        case flush
        /// Tell the outbox's ``DrainGate``.
        case networkChanged(isAvailable: Bool)
        /// Ask whoever is connected whether the connection still lives.
        case probe
        /// Try again what was told to stop: see ``Feed/encouraged(at:)``.
        case encourage
        /// Hand the mode to ``Feed`` and ``DrainGate``, then call ``applied(_:at:)`` or
        /// ``applyFailed(_:at:using:)``.
        case apply(ModeDecision)
    }

    private let settings: ModeSettings
    private var signals: ModeSignals
    private var isOffline: Bool
    /// What the platform said last, whether or not the mode follows it.
    private var wasInForeground: Bool
    private var debouncer: Debouncer<ModeSignals, Instant>
    private var asked: ModeDecision?
    private var backoff: Backoff<Instant>
    private var failures = 0
    private var retryAt: Instant?
    private var isClosed = false
    /// What applies; nil before anything does.
    package private(set) var status: ModeStatus<Instant>?

    package init(_ settings: ModeSettings = ModeSettings(), startingAt now: Instant) {
        self.settings = settings
        self.signals = ModeSignals(
            isNetworkAvailable: true,
            isInForeground: settings.startsInForeground || !settings.followsLifecycle,
            requestedMode: settings.requestedMode
        )
        self.isOffline = settings.isOffline
        self.wasInForeground = settings.startsInForeground
        self.debouncer = Debouncer(self.signals, window: settings.window, startingAt: now)
        self.backoff = Backoff(settings.retry)
    }

    /// When to call ``timerFired(at:)``; nil while nothing is due.
    package var wakeAt: Instant? { [self.debouncer.wakeAt, self.retryAt].compactMap(\.self).min() }

    /// Notes what the platform says of the network, news or not.
    package mutating func networkChanged(isAvailable: Bool, at now: Instant) -> [Action] {
        guard !self.isClosed, self.settings.followsNetwork else { return [] }
        var actions = [Action.networkChanged(isAvailable: isAvailable)]
        if isAvailable, !self.signals.isNetworkAvailable { actions.append(.encourage) }
        if isAvailable { actions.append(.probe) }
        self.signals.isNetworkAvailable = isAvailable
        self.debouncer.changed(to: self.signals, at: now)
        return actions
    }

    /// Notes that the app came to the foreground or left it.
    package mutating func lifecycleChanged(isInForeground: Bool, at now: Instant) -> [Action] {
        guard !self.isClosed else { return [] }
        let wasInForeground = self.wasInForeground
        self.wasInForeground = isInForeground
        var actions: [Action] = []
        if wasInForeground, !isInForeground, !self.isOfflineByChoice { actions.append(.flush) }
        guard self.settings.followsLifecycle else { return actions }
        if !wasInForeground, isInForeground { actions += [.encourage, .probe] }
        self.signals.isInForeground = isInForeground
        self.debouncer.changed(to: self.signals, at: now)
        return actions
    }

    /// Notes that somebody asked for a mode, or with nil leaves it to the circumstances again.
    ///
    /// The wish holds from now on for whatever is resolved, and is applied by itself after the window.
    package mutating func modeRequested(_ mode: ConnectionMode?, at now: Instant) {
        self.signals.requestedMode = mode
        self.debouncer.changed(to: self.signals, at: now)
    }

    /// Notes that the app set itself offline, or back.
    ///
    /// Nobody waits for that.
    package mutating func offlineSet(_ isOffline: Bool) -> [Action] {
        guard !self.isClosed, isOffline != self.isOffline else { return [] }
        self.isOffline = isOffline
        return self.resolveNow()
    }

    /// Notes that another person uses the app.
    ///
    /// Nobody waits for that, and what was pending is part of it.
    package mutating func userSwitched() -> [Action] {
        self.isClosed ? [] : self.resolveNow()
    }

    /// Notes that a mode applies.
    package mutating func applied(_ decision: ModeDecision, at now: Instant) {
        guard !self.isClosed, decision == self.asked else { return }
        self.asked = nil
        if self.status == nil { self.status = ModeStatus(decision, since: now) }
        self.status?.moved(to: decision, at: now)
    }

    /// Notes that a mode could not be applied.
    ///
    /// What applied before still does; it is tried again a few times by itself, and after that with the next report or
    /// wish, even if it is no news.
    package mutating func applyFailed(
        _ decision: ModeDecision,
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) {
        guard !self.isClosed, decision == self.asked else { return }
        self.asked = nil
        self.debouncer.deliveryFailed()
        guard self.failures < self.settings.retryLimit else { return }
        self.failures += 1
        self.retryAt = now.advanced(by: self.backoff.failed(at: now, using: &generator))
    }

    /// Decides what the passing of time calls for.
    package mutating func timerFired(at now: Instant) -> [Action] {
        if self.debouncer.timerFired(at: now) != nil { return self.resolveNow() }
        guard let retryAt = self.retryAt, now >= retryAt else { return [] }
        return self.resolve()
    }

    /// Ends it, once: nothing is applied any more.
    ///
    /// What can still be sent is worth waiting for.
    package mutating func closed() -> [Action] {
        guard !self.isClosed else { return [] }
        self.isClosed = true
        self.debouncer.close()
        self.retryAt = nil
        return self.isOfflineByChoice ? [] : [.flush]
    }

    private var isOfflineByChoice: Bool { self.isOffline || self.signals.requestedMode == .offline }

    private var decision: ModeDecision {
        if self.isOffline { return ModeDecision(.offline(.setOffline), by: .offlineSwitch) }
        if let mode = self.signals.requestedMode { return ModeDecision(ResolvedMode(mode), by: .request) }
        let circumstances = Circumstances(
            isNetworkAvailable: self.signals.isNetworkAvailable,
            isInForeground: self.signals.isInForeground,
            runsInBackground: self.settings.runsInBackground,
            foregroundSlot: self.settings.foregroundSlot,
            backgroundSlot: self.settings.backgroundSlot
        )
        return ModeDecision(self.settings.table.mode(in: circumstances), by: .circumstances)
    }

    private mutating func resolveNow() -> [Action] {
        self.failures = 0
        self.backoff = Backoff(self.settings.retry)
        return self.resolve()
    }

    private mutating func resolve() -> [Action] {
        self.retryAt = nil
        self.debouncer.settled(on: self.signals)
        let decision = self.decision
        self.asked = decision
        return [.apply(decision)]
    }
}
