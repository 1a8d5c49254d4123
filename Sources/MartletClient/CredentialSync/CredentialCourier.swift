// SPDX-License-Identifier: Apache-2.0

import MartletRules
public import MartletWire

/// Hands the signed-in account's credentials to its receivers, and again when somebody comes back or time has passed.
///
/// Tell it what happens, in order; it does nothing until ``run()`` does. Which pushes are made follows `sessionSync` and
/// the experiment `sessionSyncStrategy` of the client's configuration.
public actor CredentialCourier<ClockType: Clock> where ClockType.Duration == Duration {
    private typealias Sync = CredentialSync<ClockType.Instant>

    private let client: String
    private let clock: ClockType
    private let patience: Duration
    private let token: @Sendable () async throws -> String?
    private let events: AsyncStream<Sync.Event>
    private let continuation: AsyncStream<Sync.Event>.Continuation
    private var sync: Sync
    private var generator = SystemRandomNumberGenerator()
    private var configuration = ClientConfiguration([:])
    private var user: String?
    private var receivers: [CredentialReceiverID: any CredentialReceiver] = [:]
    /// The earliest instant that some task sleeps to.
    private var alarm: ClockType.Instant?

    /// Creates a courier for nobody yet.
    /// - Parameters:
    ///   - client: Tells this application, or this page of it, apart from others that are signed in.
    ///   - generation: Above every generation that receivers may remember, such as the time in milliseconds.
    ///   - patience: How long a receiver may take.
    ///   - clock: Tells the time, while the device sleeps too.
    ///   - token: The active account's token; nil if there is none.
    public init(
        client: String,
        generation: UInt64,
        patience: Duration = .seconds(5),
        clock: ClockType,
        token: @escaping @Sendable () async throws -> String?
    ) {
        self.client = client
        self.clock = clock
        self.patience = patience
        self.token = token
        self.sync = Sync(generation: generation)
        (self.events, self.continuation) = AsyncStream.makeStream()
    }

    /// Takes a client's configuration; what is wrong in it stays as it is by default.
    public func configure(_ configuration: JSONValue) {
        self.configuration = ClientConfiguration(configuration)
        self.continuation.yield(self.configured)
    }

    /// Notes who is signed in now; whoever was before is signed out.
    /// - Parameters:
    ///   - server: The server's base URL.
    ///   - user: The user, as the server names them.
    public func signedIn(server: String, user: String) {
        self.user = user
        self.continuation.yield(self.configured)
        self.continuation.yield(.signedIn(CredentialAccount(server: server, user: user)))
    }

    /// Notes that nobody is signed in any more.
    public func signedOut() {
        self.user = nil
        self.continuation.yield(.signedOut)
    }

    /// Notes that the token is another one.
    public func tokenChanged() {
        self.continuation.yield(.tokenChanged)
    }

    /// Says who lives now: one that was replaced must come under another name.
    public func receiversChanged(_ receivers: [String: any CredentialReceiver]) {
        self.receivers = Dictionary(
            uniqueKeysWithValues: receivers.map { (CredentialReceiverID($0.key), $0.value) }
        )
        self.continuation.yield(.receiversChanged(Set(self.receivers.keys)))
    }

    /// Notes that the application came into view, got the focus or was restored, or that it is out of view.
    public func visibilityChanged(isVisible: Bool) {
        self.continuation.yield(isVisible ? .foregrounded : .hidden)
    }

    /// Notes that the network came or went.
    public func networkChanged(isOnline: Bool) {
        self.continuation.yield(.networkChanged(isOnline: isOnline))
    }

    /// Delivers until its task is cancelled; may be called once.
    public func run() async {
        await withDiscardingTaskGroup { group in
            for await event in self.events {
                let actions = self.sync.happened(event, at: self.clock.now, using: &self.generator)
                for action in actions { group.addTask { await self.perform(action) } }
                if let wake = self.nextAlarm(after: event) { group.addTask { await self.sleep(until: wake) } }
            }
            group.cancelAll()
        }
    }

    private var configured: Sync.Event {
        let experiment = self.configuration.experiment(CredentialSyncPhases.experiment)
        let settings = self.configuration.sessionSync
        return .configured(
            settings,
            CredentialSyncPhases(settings: settings, experiment: experiment, subject: self.user)
        )
    }

    // A sleeper that has become useless is left asleep: the rule does not mind a timer that comes early.
    private func nextAlarm(after event: Sync.Event) -> ClockType.Instant? {
        if event == .timerFired { self.alarm = nil }
        guard let wake = self.sync.wake, self.alarm.map({ wake < $0 }) ?? true else { return nil }
        self.alarm = wake
        return wake
    }

    private func sleep(until wake: ClockType.Instant) async {
        guard (try? await self.clock.sleep(until: wake, tolerance: nil)) != nil else { return }
        self.continuation.yield(.timerFired)
    }

    private func perform(_ action: Sync.Action) async {
        switch action {
        case .push(let push):
            let outcome = await self.deliver(push)
            self.continuation.yield(.pushed(push, outcome))
        case .forget(let account, let generation, let names):
            let owner = CredentialOwner(server: account.server, user: account.user, client: self.client)
            await withDiscardingTaskGroup { group in
                for receiver in names.compactMap({ self.receivers[$0] }) {
                    // One that cannot be told now will at least refuse what is older, once it has heard of what is newer.
                    group.addTask { try? await receiver.forget(owner, generation: generation) }
                }
            }
        }
    }

    private func deliver(_ push: CredentialPush) async -> CredentialPushOutcome {
        let token: String
        do {
            guard let found = try await self.token(), !found.isEmpty else { return .skipped }
            token = found
        } catch {
            return .failed
        }
        // While the token was fetched, its account may have left.
        guard push.generation == self.sync.generation else { return .skipped }
        let owner = CredentialOwner(server: push.account.server, user: push.account.user, client: self.client)
        let delivery = CredentialDelivery(owner: owner, token: token, generation: push.generation)
        let receivers = push.receivers.compactMap { self.receivers[$0] }
        return await withTaskGroup(of: CredentialPushOutcome.self) { group in
            for receiver in receivers { group.addTask { await self.hand(delivery, to: receiver) } }
            var outcomes: [CredentialPushOutcome] = []
            for await outcome in group { outcomes.append(outcome) }
            return CredentialPushOutcome(of: outcomes)
        }
    }

    private nonisolated func hand(
        _ delivery: CredentialDelivery,
        to receiver: any CredentialReceiver
    ) async -> CredentialPushOutcome {
        await withTaskGroup(of: CredentialPushOutcome.self) { group in
            group.addTask { (try? await receiver.keep(delivery)) == nil ? .failed : .acknowledged }
            group.addTask {
                try? await self.clock.sleep(for: self.patience)
                return .failed
            }
            let first = await group.next() ?? .failed
            group.cancelAll()
            return first
        }
    }
}
