// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Everyone who follows the log as it is committed.
///
/// Called on the committing thread: followers hand on and return.
package final class LogFollowers: Sendable {
    package typealias Follower = @Sendable (LinkNews) -> Void

    private struct Entrance {
        var isForOwn: Bool
        var hear: Follower
    }

    private let followers = Mutex<[String: Entrance]>([:])

    package init() {}

    /// Adds a follower, told of everything that is published from now on.
    ///
    /// - Parameters:
    ///   - name: What it is removed by.
    ///   - isForOwn: Whether it hears only what this core itself has committed: others tell of theirs.
    ///   - follower: Told.
    package func add(_ name: String, onlyOwn isForOwn: Bool = false, _ follower: @escaping Follower) {
        self.followers.withLock { $0[name] = Entrance(isForOwn: isForOwn, hear: follower) }
    }

    /// Removes a follower.
    package func remove(_ name: String) {
        self.followers.withLock { _ = $0.removeValue(forKey: name) }
    }

    /// Tells everyone.
    ///
    /// - Parameters:
    ///   - news: What is told.
    ///   - isOwn: Whether it is this core's own, rather than what another on the same store has committed.
    package func publish(_ news: LinkNews, isOwn: Bool = true) {
        for follower in self.followers.withLock({ Array($0.values) }) where isOwn || !follower.isForOwn {
            follower.hear(news)
        }
    }
}
