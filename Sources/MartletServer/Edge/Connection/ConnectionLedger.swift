// SPDX-License-Identifier: Apache-2.0

package import MartletWire
import Synchronization

/// How many connections each person has on this edge, over all its loops.
///
/// The core hears of every change; it alone decides who is online.
package final class ConnectionLedger: Sendable {
    private let counts = Mutex<[UserID: Int]>([:])
    private let link: any Link

    package init(link: any Link) {
        self.link = link
    }

    /// How many connections somebody has.
    package func count(of user: UserID) -> Int {
        self.counts.withLock { $0[user] ?? 0 }
    }

    /// Everyone who has a connection.
    package var everyone: [UserID: Int] { self.counts.withLock { $0 } }

    /// Tells the core of everyone, as after the link was lost.
    func reportEveryone() {
        self.counts.withLock { self.link.reconcile($0) }
    }

    /// Counts a connection in, of whatever kind; `false` if the person has as many as they may, and then it must not
    /// be counted out.
    package func opened(_ user: UserID, upTo limit: Int) -> Bool {
        // Reported under the lock, so that the core hears of changes in the order in which they happened.
        self.counts.withLock { counts in
            let count = (counts[user] ?? 0) + 1
            guard count <= limit else { return false }
            counts[user] = count
            self.link.report(ConnectionCount(user: user, count: count))
            return true
        }
    }

    package func closed(_ user: UserID, isFarewell: Bool) {
        self.counts.withLock { counts in
            let count = max((counts[user] ?? 0) - 1, 0)
            counts[user] = count == 0 ? nil : count
            self.link.report(ConnectionCount(user: user, count: count, isFarewell: isFarewell))
        }
    }
}
