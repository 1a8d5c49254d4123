// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
package import MartletWire
import Metrics

/// How attaches end, and how much a resume replays, for an operator.
package struct ReplayMetrics: Sendable {
    private let live: Counter
    private let resumed: Counter
    private let resyncs: [ResyncReason: Counter]
    private let events: Recorder

    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.live = factory.counter(.replays, [(.outcome, "live")])
        self.resumed = factory.counter(.replays, [(.outcome, "resumed")])
        self.resyncs = factory.counters(.replays, by: .outcome, ResyncReason.self)
        self.events = factory.histogram(.replayEvents)
    }

    /// A client came without a position.
    package func began() { self.live.increment() }

    /// A client resumed, missing so many events.
    package func resumed(_ events: Int) {
        self.resumed.increment()
        self.events.record(events)
    }

    /// A client came with a position that cannot be resumed from.
    package func refused(_ reason: ResyncReason) { self.resyncs[reason]?.increment() }
}
