// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletRules
import MartletStore
import MartletWire
import Synchronization

/// Beginning to store and tell who is there, in the place of a core that has gone.
extension PresenceKeeper {
    /// How far back changes may be that the last leader stored and had no time to tell.
    private static let untoldFor: Duration = .seconds(30)

    /// Stores and tells from now on; tries again if the store cannot be read, for as long as this core leads.
    func takeOver() async {
        while self.store.peers.isLeading, !Task.isCancelled {
            do {
                try await self.beginLeading()
                return
            } catch {
                self.logger.warning("presence not taken over", metadata: [LogKey.errorType: "\(type(of: error))"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Brings what is stored and what is known together: whoever is stored as online and unknown here has the time of
    /// grace to be seen, and whoever is here and is not stored is.
    private func beginLeading() async throws {
        let recently = Server.clock().advanced(by: .zero - Self.untoldFor)
        let (stored, recent) = try await self.store.read { snapshot in
            (try snapshot.usersOnline(), try snapshot.usersSeen(after: recently))
        }
        let mustStore = self.state.withLock { state in
            guard self.store.peers.isLeading else { return false }
            state.isLeading = true
            state.snapshots = [:]
            state.untold.formUnion(recent)
            self.note(state.rule.tookOver(online: stored, at: .now), &state)
            return self.mustStore(&state)
        }
        self.setTimer()
        if mustStore { self.storeNext() }
        self.tellSoon()
    }
}

extension PresenceKeeper.State {
    /// Leaves storing and telling to another core.
    mutating func stepDown() {
        self.isLeading = false
        self.unstored = [:]
        self.untold = []
        self.retry = nil
        self.stored = self.decided
        self.snapshots = [:]
    }
}
