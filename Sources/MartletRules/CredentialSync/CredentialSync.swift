// SPDX-License-Identifier: Apache-2.0

/// Decides when the signed-in account's credentials are handed to those outside the application who need them, such as
/// a service worker or an application extension that the system may have restarted empty.
///
/// Signing in, a new token and a new receiver always push. The rest is up to the ``CredentialSyncPhases``. One push is
/// under way at a time, and what happens meanwhile is made up for when it ends.
package struct CredentialSync<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// Something that happened.
    package enum Event: Hashable, Sendable {
        /// Somebody signed in, or another account became the active one.
        case signedIn(CredentialAccount)
        /// The account's token was replaced.
        case tokenChanged
        /// The account was signed out.
        case signedOut
        /// Settings or the user's variant changed.
        case configured(CredentialSyncSettings, CredentialSyncPhases)
        /// These receivers live now, and no others.
        case receiversChanged(Set<CredentialReceiverID>)
        /// The application came into view, got the focus, or was restored; all are one signal.
        case foregrounded
        /// The application is out of view.
        case hidden
        /// The network came or went.
        case networkChanged(isOnline: Bool)
        /// A push ended.
        case pushed(CredentialPush, CredentialPushOutcome)
        /// The instant of ``CredentialSync/wake`` came.
        case timerFired
    }

    /// What the owner does next, in order.
    package enum Action: Hashable, Sendable {
        /// Deliver the credentials and tell the outcome.
        case push(CredentialPush)
        /// Make everybody forget the account's credentials of this generation and earlier ones.
        case forget(CredentialAccount, generation: UInt64, receivers: Set<CredentialReceiverID>)
    }

    private enum Occasion: Hashable, Sendable {
        case session, foreground, heartbeat
    }

    private struct Session: Sendable {
        let account: CredentialAccount
        /// Who has been sent the current token, whether or not it arrived.
        var served: Set<CredentialReceiverID> = []
    }

    private struct Flight: Sendable {
        let push: CredentialPush
        let occasion: Occasion
        let start: Instant
        /// Whether it was begun by the settings and token that hold now: if not, its end says nothing about them.
        var isCurrent = true
    }

    private var settings = CredentialSyncSettings()
    private var phases = CredentialSyncPhases()
    private var session: Session?
    private var receivers: Set<CredentialReceiverID> = []
    private var isVisible = false
    private var isOnline = true
    private var flight: Flight?
    private var pushes: UInt64 = 0
    private var heartbeat: CredentialHeartbeat<Instant>?
    private var lastForegroundPush: Instant?

    /// Counts sign-ins and sign-outs, and never goes back.
    package private(set) var generation: UInt64

    /// Creates a sync for nobody.
    /// - Parameter generation: Above every generation that receivers may still remember.
    package init(generation: UInt64) {
        self.generation = generation
    }

    /// When to tell of ``Event/timerFired``; nil while nobody looks, the network is away or a push is under way.
    package var wake: Instant? {
        guard self.isVisible, self.isOnline, self.flight == nil else { return nil }
        return self.heartbeat?.due
    }

    /// Decides what an event calls for.
    package mutating func happened(
        _ event: Event,
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) -> [Action] {
        var actions: [Action] = []
        switch event {
        case .signedIn(let account):
            actions += self.end()
            self.generation += 1
            self.session = Session(account: account)
            self.restart(at: now, using: &generator)
        case .tokenChanged:
            self.session?.served = []
            self.restart(at: now, using: &generator)
        case .signedOut:
            actions += self.end()
        case .configured(let settings, let phases):
            self.settings = settings
            self.phases = phases
            self.restart(at: now, using: &generator)
        case .receiversChanged(let receivers):
            self.receivers = receivers
            self.session?.served.formIntersection(receivers)
        case .foregrounded:
            self.isVisible = true
            actions += self.pushForForeground(at: now)
        case .hidden:
            self.isVisible = false
        case .networkChanged(let isOnline):
            self.isOnline = isOnline
        case .pushed(let push, let outcome):
            self.ended(push, outcome, at: now, using: &generator)
        case .timerFired:
            break
        }
        actions += self.pushToUnserved(at: now)
        actions += self.beat(at: now, using: &generator)
        return actions
    }

    // A push that is under way for an account that left must not count, and receivers will not take it.
    private mutating func end() -> [Action] {
        self.flight = nil
        self.heartbeat = nil
        self.lastForegroundPush = nil
        guard let session = self.session else { return [] }
        self.session = nil
        self.generation += 1
        return [.forget(session.account, generation: self.generation, receivers: self.receivers)]
    }

    private mutating func restart(at now: Instant, using generator: inout some RandomNumberGenerator) {
        self.flight?.isCurrent = false
        guard self.session != nil, self.phases.visibleHeartbeat else {
            self.heartbeat = nil
            return
        }
        self.heartbeat = CredentialHeartbeat(
            settings: self.settings,
            isAdaptive: self.phases.adaptiveBackoff,
            startingAt: now,
            using: &generator
        )
    }

    private mutating func pushForForeground(at now: Instant) -> [Action] {
        guard self.phases.foregroundResync else { return [] }
        if let last = self.lastForegroundPush, last.duration(to: now) < self.settings.foregroundDebounce { return [] }
        return self.push(to: self.receivers, on: .foreground, at: now)
    }

    private mutating func pushToUnserved(at now: Instant) -> [Action] {
        guard let session = self.session else { return [] }
        return self.push(to: self.receivers.subtracting(session.served), on: .session, at: now)
    }

    private mutating func beat(at now: Instant, using generator: inout some RandomNumberGenerator) -> [Action] {
        guard let due = self.wake, due <= now else { return [] }
        let actions = self.push(to: self.receivers, on: .heartbeat, at: now)
        if actions.isEmpty { self.heartbeat?.ended(.skipped, at: now, using: &generator) }
        return actions
    }

    private mutating func push(
        to receivers: Set<CredentialReceiverID>,
        on occasion: Occasion,
        at now: Instant
    ) -> [Action] {
        guard self.flight == nil, let account = self.session?.account, !receivers.isEmpty else { return [] }
        self.pushes += 1
        let push = CredentialPush(
            number: self.pushes,
            account: account,
            generation: self.generation,
            receivers: receivers
        )
        self.flight = Flight(push: push, occasion: occasion, start: now)
        self.session?.served.formUnion(receivers)
        return [.push(push)]
    }

    private mutating func ended(
        _ push: CredentialPush,
        _ outcome: CredentialPushOutcome,
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) {
        guard let flight = self.flight, flight.push == push else { return }
        self.flight = nil
        guard flight.isCurrent else { return }
        if flight.occasion == .foreground, outcome == .acknowledged {
            self.lastForegroundPush = flight.start
            self.heartbeat?.suppress(from: now)
        }
        self.heartbeat?.ended(outcome, at: now, using: &generator)
    }
}
