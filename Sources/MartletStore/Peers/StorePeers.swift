// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The cores that share a store, as one of them knows of the others.
///
/// One of them leads: it says who is there, ends what is over and forgets what is old. What a commit changes of that
/// which every core keeps in memory is noted to all the others.
package final class StorePeers: Sendable {
    /// Hears of the other cores, on the store's own thread: it hands on and returns.
    package typealias Follower = @Sendable (PeerNews) -> Void

    private struct State {
        var isLeading: Bool
        var followers: [Follower] = []
    }

    private let state: Mutex<State>

    /// Creates what one core knows of the others.
    ///
    /// - Parameter isLeading: Whether it leads; a core that shares its store with nobody always does.
    package init(isLeading: Bool) {
        self.state = Mutex(State(isLeading: isLeading))
    }

    /// Whether this core leads, as far as it knows: ``PeerWriting/isLeading`` is certain.
    package var isLeading: Bool { self.state.withLock { $0.isLeading } }

    /// Adds somebody who hears, in order, all news from now on.
    package func follow(_ hear: @escaping Follower) {
        self.state.withLock { $0.followers.append(hear) }
    }

    /// Tells everyone, if it is news.
    func leads(_ isLeading: Bool) {
        let isNews = self.state.withLock { state in
            defer { state.isLeading = isLeading }
            return state.isLeading != isLeading
        }
        if isNews { self.tell(.leads(isLeading)) }
    }

    /// Tells everyone.
    func tell(_ news: PeerNews) {
        for hear in self.state.withLock({ $0.followers }) { hear(news) }
    }
}
