// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Synchronization

extension FeedRunner {
    /// Acts on what the application or its platform says.
    mutating func heard(_ signal: Signal, _ handle: Handle, _ group: inout DiscardingTaskGroup) async {
        let now = self.clock.now
        switch signal {
        case .network(let isAvailable):
            await self.courier?.networkChanged(isOnline: isAvailable)
            let actions = self.keeper.networkChanged(isAvailable: isAvailable, at: now)
            await self.perform(actions, noticing: .online, handle, &group)
        case .lifecycle(let isInForeground):
            self.isInForeground = isInForeground
            await self.courier?.visibilityChanged(isVisible: isInForeground)
            let actions = self.keeper.lifecycleChanged(isInForeground: isInForeground, at: now)
            await self.perform(actions, noticing: .visible, handle, &group)
        case .sign(let sign):
            await self.noticed(sign, handle, &group)
        case .offline(let isOffline):
            await self.perform(self.keeper.offlineSet(isOffline), handle, &group)
        case .mode(let mode):
            self.keeper.modeRequested(mode, at: now)
        case .encouragement:
            await self.courier?.tokenChanged()
            await self.outbox?.encouraged()
            await self.perform(self.feed.encouraged(at: now), handle, &group)
        case .tokenRenewed:
            await self.courier?.tokenChanged()
        case .sharing:
            await self.share(&group)
        case .userSwitch(let change, let identity):
            self.next = identity
            await self.perform(self.feed.userSwitched(change, at: now), handle, &group)
            await self.perform(self.keeper.userSwitched(), handle, &group)
        case .outboxChanged:
            self.hasOutboxChanged = true
        }
    }

    /// Tries again what was told to stop, unless all is well or that was done a moment ago: signs come in swarms.
    mutating func recover(
        _ action: Recovery<Time.Instant>.Action?,
        _ handle: Handle,
        _ group: inout DiscardingTaskGroup
    ) async {
        guard case .recover = action else { return }
        await self.perform(self.feed.encouraged(at: self.clock.now), handle, &group)
    }

    /// Acts on a sign that somebody is there again, which the lifecycle does not tell of.
    private mutating func noticed(
        _ sign: Martlet.ReturnSign,
        _ handle: Handle,
        _ group: inout DiscardingTaskGroup
    ) async {
        let (now, isWell) = (self.clock.now, self.feed.isWell)
        let action: Recovery<Time.Instant>.Action?
        switch sign {
        case .focus: action = self.recovery.noticed(.focused, isHealthy: isWell, at: now)
        case .restoration: action = self.recovery.noticed(.restored, isHealthy: isWell, at: now)
        case .touch: action = self.recovery.touched(isHealthy: isWell, at: now)
        }
        if sign != .touch {
            await self.courier?.visibilityChanged(isVisible: true)
            self.running?.probes.ring()
        }
        await self.recover(action, handle, &group)
    }

    /// Begins to hand credentials on once the application has said to whom, and tells who lives now.
    mutating func share(_ group: inout DiscardingTaskGroup) async {
        guard let sharing = self.martlet.sharing.withLock({ $0 }) else { return }
        let courier = self.courier ?? self.newCourier(for: sharing.client)
        await courier.configure(sharing.configuration)
        if self.courier == nil {
            self.courier = courier
            group.addTask { await courier.run() }
            await courier.visibilityChanged(isVisible: self.isInForeground)
            if let account = self.account { await self.introduce(account) }
        }
        await courier.receiversChanged(sharing.receivers)
    }

    /// Tells who is signed in now: a new generation of credentials, and the end of the one before.
    func introduce(_ account: Account) async {
        let server = self.martlet.server.address.url(of: "")
        await self.courier?.signedIn(server: server, user: account.user.description)
    }

    private func newCourier(for client: String) -> CredentialCourier<Time> {
        // A clock that was set back makes a generation that receivers do not take: they have the later one's.
        let generation = UInt64(max(0, self.martlet.date().rawValue))
        return CredentialCourier(client: client, generation: generation, clock: self.clock) {
            [martlet = self.martlet] in
            try await martlet.identity.credentials.token(for: .use)
        }
    }
}
