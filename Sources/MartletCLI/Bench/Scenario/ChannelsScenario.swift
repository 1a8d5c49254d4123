// SPDX-License-Identifier: Apache-2.0

/// Many small channels: the same sends first without listeners and then with them, so that the difference is theirs.
struct ChannelsScenario: Scenario {
    /// How many channels there are.
    var channels = 2000
    /// How many listen to each.
    var listeners = 5
    /// How many messages are sent a second, to all channels by turns.
    var rate = 4000.0
    /// How long each half lasts.
    var seconds = 5.0
    /// How many bytes a text has.
    var size = 200

    var name: String { "channels" }
    var roster: Roster { Roster(people: self.channels * self.listeners, channels: self.channels) }

    func measure(on stage: Stage) async throws -> [Reading] {
        let load = stage.load
        let count = max(1, Int(self.rate * self.seconds))
        let pace = Pace.rate(perSecond: self.rate, count: count)
        let alone = try await load.add([stage.team.sender], isListening: false)
        stage.check(try await load.connect(alone), "connecting the sender")
        try await load.addTalker(alone.lowerBound, to: stage.team.channels, size: self.size)
        let quiet = try await load.speak(at: pace, to: 0)
        stage.check(quiet, "sending to nobody")
        let listeners = try await load.add(stage.team.people, isListening: true)
        stage.check(try await load.connect(listeners), "connecting")
        try await load.restartTalkers()
        let heard = try await load.speak(at: pace, to: self.listeners)
        stage.check(heard, "sending")
        let received = heard.outcome.received
        let net = Double(heard.serverNanoseconds) - Double(quiet.serverNanoseconds)
        return [
            Reading(.netProcessorPerDelivery, net / 1000 / Double(max(1, received))),
            Reading(.processorPerDelivery, heard.microseconds(per: received)),
            Reading(.processorPerSend, quiet.microseconds(per: quiet.sent)),
            Reading(.deliveriesPerSecond, Double(received) / heard.seconds),
            Reading(.latency50, heard.latencies.milliseconds(at: 50)),
            Reading(.latency99, heard.latencies.milliseconds(at: 99)),
            Reading(.latency999, heard.latencies.milliseconds(at: 99.9)),
            Reading(.latencyMax, heard.latencies.milliseconds(at: 100)),
        ]
    }
}
