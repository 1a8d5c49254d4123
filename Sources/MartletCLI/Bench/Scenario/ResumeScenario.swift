// SPDX-License-Identifier: Apache-2.0

/// Everyone is cut off, misses messages, and comes back at once.
struct ResumeScenario: Scenario {
    /// How many come back.
    var people = 2000
    /// How many messages each has missed; more than a server replays would be a resync.
    var missed = 100
    /// How many bytes a text has.
    var size = 200

    var name: String { "resume" }
    var roster: Roster { Roster(people: self.people, channels: 1) }

    func measure(on stage: Stage) async throws -> [Reading] {
        let load = stage.load
        let group = try await load.add(stage.team.people, isListening: true)
        let sender = try await load.add([stage.team.sender], isListening: false)
        stage.check(try await load.connect(group.lowerBound..<sender.upperBound), "connecting")
        try await load.addTalker(sender.lowerBound, to: stage.team.channels, size: self.size)
        stage.check(try await load.speak(at: .rate(perSecond: 20, count: 1), to: self.people), "sending")
        try await load.drop(group)
        stage.check(try await load.speak(at: .rate(perSecond: 500, count: self.missed), to: 0), "sending to nobody")
        let phase = try await load.connect(group, replaying: self.missed)
        stage.check(phase, "coming back")
        let received = phase.outcome.received
        return [
            Reading(.processorPerReplayed, phase.microseconds(per: received)),
            Reading(.replayedPerProcessorSecond, phase.perProcessorSecond(received)),
            Reading(.catchUpSeconds, phase.seconds),
        ]
    }
}
