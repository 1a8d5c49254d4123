// SPDX-License-Identifier: Apache-2.0

package import Logging
package import MartletRules
package import MartletWire
import Metrics
package import NIOCore
import ServiceLifecycle
import Synchronization

/// Everything that owns connections: it follows the log and hands each entry to every loop, once.
package final class Edge: Service {
    package let link: any Link
    package let counts: ConnectionLedger
    package let settings: FanoutSettings
    let loops: [any EventLoop]
    private let logger: Logger
    /// How often entries were asked for.
    let holes = MetricsSystem.factory.counter(.logHoles)
    let state: Mutex<State>

    struct State {
        var inboxes: [ShardInbox] = []
        var gate: AdmissionGate<ContinuousClock.Instant>
        /// What has been handed to the loops, and what comes next.
        var order = LogOrder<LoopInstant>()
        /// When it is looked after what is missing.
        var hole: Scheduled<Void>?
        var isLinked = false
        var isDraining = false
    }

    /// Creates an edge; without an admission rate everyone is let in at once.
    package init(
        link: any Link,
        loops: [any EventLoop],
        settings: FanoutSettings,
        admission: Rate?,
        logger: Logger
    ) {
        self.link = link
        self.loops = loops
        self.settings = settings
        self.logger = logger
        self.counts = ConnectionLedger(link: link)
        self.state = Mutex(State(gate: AdmissionGate(admission, startingAt: .now)))
    }

    /// What tells the time of waiting in the log.
    var clock: any EventLoop { self.loops[0] }

    /// Whether the link stands and the log has been joined.
    package var isReady: Bool { self.state.withLock { $0.isLinked && !$0.inboxes.isEmpty } }

    /// Whether the link has stood once: connections are then taken, and wait for it if it is lost.
    package var takesConnections: Bool { self.state.withLock { $0.order.position != nil && !$0.inboxes.isEmpty } }

    /// Where this edge stands in the log.
    package var position: Position? { self.state.withLock { $0.order.position } }

    /// Puts a shard on every loop, then follows the log until the process shuts down.
    package func run() async throws {
        for eventLoop in self.loops {
            let inbox = try await eventLoop.submit {
                let shard = FanoutShard(on: eventLoop, link: self.link, counts: self.counts, settings: self.settings)
                return ShardInbox(shard)
            }.get()
            self.state.withLock { $0.inboxes.append(inbox) }
        }
        try await cancelWhenGracefulShutdown {
            try await self.link.follow(as: self, from: { self.position }) { news in self.heard(news) }
        }
    }

    /// Whether a new connection is let in now, and otherwise when it may come back.
    package func admit() -> AdmissionGate<ContinuousClock.Instant>.Decision {
        var generator = SystemRandomNumberGenerator()
        return self.state.withLock { state in
            // Elsewhere is where it should go; here nobody is taken until a new start.
            if state.isDraining { return .comeBack(after: .seconds(5)) }
            return state.gate.arrived(at: .now, using: &generator)
        }
    }

    /// The inbox of the shard on a loop of this edge; nil before it has started.
    package func inbox(on eventLoop: any EventLoop) -> ShardInbox? {
        self.state.withLock { $0.inboxes.first { $0.eventLoop === eventLoop } }
    }
}
