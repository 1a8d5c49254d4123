// SPDX-License-Identifier: Apache-2.0

/// Everyone is there and nobody says anything.
struct IdleScenario: Scenario {
    /// How many are there, each in one channel with four others.
    var people = 10_000
    /// How long they are left in peace before memory is read.
    var seconds = 4.0

    var name: String { "idle" }
    var roster: Roster { Roster(people: self.people, channels: max(1, self.people / 5)) }

    func measure(on stage: Stage) async throws -> [Reading] {
        let before = try stage.server.meter.residentBytes()
        let group = try await stage.load.add(stage.team.people, isListening: true)
        stage.check(try await stage.load.connect(group), "connecting")
        try await Task.sleep(for: .seconds(self.seconds))
        let after = try stage.server.meter.residentBytes()
        return [Reading(.memoryPerConnection, Double(after - before) / 1024 / Double(group.count))]
    }
}
