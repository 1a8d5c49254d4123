// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
import Metrics

/// What is handed to connections, for an operator.
///
/// One atomic addition a number: a loop that writes much sums up a turn and says it once.
package struct DeliveryMetrics: Sendable {
    private let logged: Counter
    private let ephemeral: Counter
    private let control: Counter
    private let bytes: Counter

    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.logged = factory.counter(.deliveries, [(.kind, "logged")])
        self.ephemeral = factory.counter(.deliveries, [(.kind, "ephemeral")])
        self.control = factory.counter(.deliveries, [(.kind, "control")])
        self.bytes = factory.counter(.deliveredBytes)
    }

    /// Frames of logged events were written.
    package func delivered(_ frames: Int, bytes: Int) {
        self.logged.increment(by: frames)
        self.bytes.increment(by: bytes)
    }

    /// Frames of typing or presence were written.
    package func delivered(ephemeral frames: Int, bytes: Int) {
        self.ephemeral.increment(by: frames)
        self.bytes.increment(by: bytes)
    }

    /// Hellos, pings, answers and the like were written.
    package func delivered(control frames: Int, bytes: Int) {
        self.control.increment(by: frames)
        self.bytes.increment(by: bytes)
    }
}
