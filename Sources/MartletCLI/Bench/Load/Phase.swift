// SPDX-License-Identifier: Apache-2.0

/// What a phase came to.
struct Phase: Sendable {
    /// How many messages were sent.
    var sent = 0
    /// What was heard.
    var outcome: Outcome
    /// How long it took, first send to last delivery.
    var duration: Duration
    /// The processor time that the server took for it.
    var serverNanoseconds: UInt64 = 0
    /// From when a message was sent until it was heard.
    var sendLatencies = Latencies()
    /// From the first sign that a message was committed until it was heard.
    var latencies = Latencies()
    /// From when a message was sent until its sender knew it to be durable.
    var replyLatencies = Latencies()

    var seconds: Double { self.duration / .seconds(1) }

    /// The server's processor time in microseconds for each of so many.
    func microseconds(per count: Int) -> Double {
        count > 0 ? Double(self.serverNanoseconds) / 1000 / Double(count) : 0
    }

    /// How many of so many fit into a second of the server's processor time.
    func perProcessorSecond(_ count: Int) -> Double {
        self.serverNanoseconds > 0 ? Double(count) / (Double(self.serverNanoseconds) / 1e9) : 0
    }
}
