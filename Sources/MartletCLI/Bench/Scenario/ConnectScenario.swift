// SPDX-License-Identifier: Apache-2.0

/// Everyone comes at once: accepted, upgraded, attached and greeted.
struct ConnectScenario: Scenario {
    /// How many come.
    var people = 10_000

    var name: String { "connect" }
    var roster: Roster { Roster(people: self.people, channels: 1) }

    func measure(on stage: Stage) async throws -> [Reading] {
        let group = try await stage.load.add(stage.team.people, isListening: true)
        let phase = try await stage.load.connect(group)
        stage.check(phase, "connecting")
        return [
            Reading(.processorPerConnection, phase.microseconds(per: group.count)),
            Reading(.connectionsPerProcessorSecond, phase.perProcessorSecond(group.count)),
        ]
    }
}
