// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
import Metrics

/// How people come and go, for an operator.
package struct PresenceMetrics: Sendable {
    private let online: Counter
    private let offline: Counter
    private let graceSaves: Counter

    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.online = factory.counter(.presenceTransitions, [(.to, "online")])
        self.offline = factory.counter(.presenceTransitions, [(.to, "offline")])
        self.graceSaves = factory.counter(.presenceGraceSaves)
    }

    /// Others see that somebody is there now.
    package func came() { self.online.increment() }

    /// Others see that somebody is gone now.
    package func went() { self.offline.increment() }

    /// Somebody lost every connection, and was back before others could see it.
    package func savedByGrace() { self.graceSaves.increment() }
}
