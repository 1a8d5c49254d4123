// SPDX-License-Identifier: Apache-2.0

/// What a network does to messages that stand alone, such as requests and their answers.
///
/// Each is delayed by itself, so that a later one may overtake an earlier; some are lost, some arrive twice.
public struct SimulatedNetwork: Hashable, Sendable {
    /// How long a message travels.
    public var latency: ClosedRange<Duration>
    /// How many messages are lost, between 0 and 1.
    public var loss: Double
    /// How many arrive twice, between 0 and 1.
    public var repetition: Double
    /// How many take many times as long as others, between 0 and 1.
    public var straying: Double

    /// Creates a network; by default one that only takes a few milliseconds.
    public init(
        latency: ClosedRange<Duration> = .milliseconds(1)...(.milliseconds(20)),
        loss: Double = 0,
        repetition: Double = 0,
        straying: Double = 0
    ) {
        self.latency = latency
        self.loss = loss
        self.repetition = repetition
        self.straying = straying
    }

    /// Draws how long a message travels.
    public func delay(using generator: inout some RandomNumberGenerator) -> Duration {
        let span = self.latency.upperBound - self.latency.lowerBound
        let delay = self.latency.lowerBound + span * Double.random(in: 0..<1, using: &generator)
        return Self.happens(self.straying, using: &generator) ? delay * 50 : delay
    }

    /// Draws after how long each copy of a message arrives: mostly one, none if it is lost.
    public func deliveries(using generator: inout some RandomNumberGenerator) -> [Duration] {
        guard !Self.happens(self.loss, using: &generator) else { return [] }
        let first = self.delay(using: &generator)
        return Self.happens(self.repetition, using: &generator) ? [first, self.delay(using: &generator)] : [first]
    }

    private static func happens(_ share: Double, using generator: inout some RandomNumberGenerator) -> Bool {
        share > 0 && Double.random(in: 0..<1, using: &generator) < share
    }
}
