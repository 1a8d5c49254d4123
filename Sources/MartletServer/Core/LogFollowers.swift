// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Everyone who follows the log as it is committed.
///
/// Called on the committing thread: followers hand on and return.
package final class LogFollowers: Sendable {
    package typealias Follower = @Sendable (LinkNews) -> Void

    private let followers = Mutex<[String: Follower]>([:])

    package init() {}

    /// Adds a follower, told of everything that is published from now on.
    package func add(_ name: String, _ follower: @escaping Follower) {
        self.followers.withLock { $0[name] = follower }
    }

    /// Removes a follower.
    package func remove(_ name: String) {
        self.followers.withLock { _ = $0.removeValue(forKey: name) }
    }

    /// Tells everyone.
    package func publish(_ news: LinkNews) {
        for follower in self.followers.withLock({ Array($0.values) }) { follower(news) }
    }
}
