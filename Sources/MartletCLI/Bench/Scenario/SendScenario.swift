// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Many people write, each the next message when the last is durable, each in a channel of their own.
struct SendScenario: Scenario {
    /// How many write.
    var senders = 128
    /// For how long.
    var seconds = 5.0
    /// How many bytes a text has.
    var size = 200

    var name: String { "send" }
    var roster: Roster { Roster(people: self.senders, channels: self.senders) }

    func measure(on stage: Stage) async throws -> [Reading] {
        let phase = try await self.phase(on: stage)
        return [
            Reading(.sendsPerSecond, Double(phase.sent) / phase.seconds),
            Reading(.processorPerSend, phase.microseconds(per: phase.sent)),
            Reading(.replyLatency50, phase.replyLatencies.milliseconds(at: 50)),
            Reading(.replyLatency99, phase.replyLatencies.milliseconds(at: 99)),
        ]
    }

    /// Sends, and checks that each sender heard each of their messages once.
    func phase(on stage: Stage) async throws -> Phase {
        let group = try await stage.load.add(stage.team.people, isListening: true)
        stage.check(try await stage.load.connect(group), "connecting")
        for (person, channel) in zip(group, stage.team.channels) {
            try await stage.load.addTalker(person, to: [channel], size: self.size)
        }
        let pace = Pace.closedLoop(.milliseconds(Int64(self.seconds * 1000)))
        let phase = try await stage.load.speak(at: pace, to: 1)
        stage.check(phase, "sending")
        return phase
    }
}
