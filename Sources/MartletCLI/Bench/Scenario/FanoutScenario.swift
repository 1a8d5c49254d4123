// SPDX-License-Identifier: Apache-2.0

/// One channel that many listen to: at a rate, or as fast as they can hear it.
struct FanoutScenario: Scenario {
    /// How many listen.
    var people = 1000
    /// How many messages are sent a second; nil for as many as are heard.
    var rate: Double? = 20
    /// How long the sending lasts, unless it is a flood.
    var seconds = 6.0
    /// How many messages a flood has.
    var messages = 400
    /// How many messages of a flood are under way at once.
    var window = 8
    /// How many bytes a text has.
    var size = 200

    var name: String { self.rate == nil ? "flood" : "fanout" }
    var roster: Roster { Roster(people: self.people, channels: 1) }

    private var pace: Pace {
        guard let rate = self.rate else { return .window(self.window, count: self.messages) }
        return .rate(perSecond: rate, count: max(1, Int(rate * self.seconds)))
    }

    func measure(on stage: Stage) async throws -> [Reading] {
        let load = stage.load
        let listeners = try await load.add(stage.team.people, isListening: true)
        let sender = try await load.add([stage.team.sender], isListening: false)
        stage.check(try await load.connect(listeners.lowerBound..<sender.upperBound), "connecting")
        try await load.addTalker(sender.lowerBound, to: stage.team.channels, size: self.size)
        let phase = try await load.speak(at: self.pace, to: self.people)
        stage.check(phase, "sending")
        let received = phase.outcome.received
        return [
            Reading(.processorPerDelivery, phase.microseconds(per: received)),
            Reading(.deliveriesPerSecond, Double(received) / phase.seconds),
            Reading(.latency50, phase.latencies.milliseconds(at: 50)),
            Reading(.latency99, phase.latencies.milliseconds(at: 99)),
            Reading(.latency999, phase.latencies.milliseconds(at: 99.9)),
            Reading(.latencyMax, phase.latencies.milliseconds(at: 100)),
            Reading(.sendLatency50, phase.sendLatencies.milliseconds(at: 50)),
            Reading(.sendLatency99, phase.sendLatencies.milliseconds(at: 99)),
        ]
    }
}
