// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletRules
import MartletStore
import Synchronization

extension Core {
    /// Takes in what other cores on the same store have done to what this one keeps in memory.
    ///
    /// On the store's thread, as what this core commits itself is: how people stand is noted in the order of commits.
    func heard(_ news: PeerNews) {
        switch news {
        case .leads(let isLeading): self.presence.leads(isLeading)
        case .missedNotes: self.loadAccountsAgain()
        case .noted(.userAdded(let user)): self.change(.added(user))
        case .noted(.standingChanged(of: let user, to: let standing)): self.change(.changed(user, to: standing))
        case .noted(.signedOut(let session, of: let user, until: let end, at: let now)):
            self.change(.signedOut(session, of: user, until: end, at: now))
        case .noted(.presenceChanged(let user)): self.presence.changed(user)
        }
    }

    private func loadAccountsAgain() {
        do {
            self.change(.everyone(try self.store.readWaiting { try AccountBook(reading: $0) }))
        } catch {
            self.tasks.run {
                self.logger.warning("accounts not read", metadata: [LogKey.errorType: "\(type(of: error))"])
                try? await Task.sleep(for: .seconds(1))
                guard !Task.isCancelled else { return }
                self.loadAccountsAgain()
            }
        }
    }
}
