// SPDX-License-Identifier: Apache-2.0

/// Durable sends into a store that holds many messages already.
struct StoredScenario: Scenario {
    /// How many it holds.
    var stored: Int
    /// What is done then.
    var send = SendScenario()
    /// What the cost of a send is reported as.
    let figure: Figure

    var name: String { "fill" }
    var roster: Roster { self.send.roster }

    func measure(on stage: Stage) async throws -> [Reading] {
        let phase = try await self.send.phase(on: stage)
        return [Reading(self.figure, phase.microseconds(per: phase.sent))]
    }
}
