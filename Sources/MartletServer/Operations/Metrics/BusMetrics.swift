// SPDX-License-Identifier: Apache-2.0

#if NATS
    package import CoreMetrics
    import Metrics

    /// What a process says and hears on the bus, for an operator.
    package struct BusMetrics: Sendable {
        private let said: Counter
        private let received: Counter
        private let sentBytes: Counter
        private let receivedBytes: Counter

        package init(factory: any MetricsFactory = MetricsSystem.factory) {
            self.said = factory.counter(.busMessages, [(.kind, "out")])
            self.received = factory.counter(.busMessages, [(.kind, "in")])
            self.sentBytes = factory.counter(.busBytes, [(.kind, "out")])
            self.receivedBytes = factory.counter(.busBytes, [(.kind, "in")])
        }

        /// A message of so many bytes was said.
        package func sent(_ size: Int) {
            self.said.increment()
            self.sentBytes.increment(by: Int64(size))
        }

        /// A message of so many bytes was heard.
        package func heard(_ size: Int) {
            self.received.increment()
            self.receivedBytes.increment(by: Int64(size))
        }
    }
#endif
