// SPDX-License-Identifier: Apache-2.0

/// Something that a server does under load, and what is measured of it.
protocol Scenario: Sendable {
    /// What it is called in results.
    var name: String { get }
    /// Who takes part.
    var roster: Roster { get }
    /// How many connections there are at once, at most.
    var connections: Int { get }
    /// How many messages are stored before anything is measured.
    var stored: Int { get }

    /// Measures once, on a server that nobody else uses.
    func measure(on stage: Stage) async throws -> [Reading]
}

extension Scenario {
    var connections: Int { self.roster.people + 1 }
    var stored: Int { 0 }
}
