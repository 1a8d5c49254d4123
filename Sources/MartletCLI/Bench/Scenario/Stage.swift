// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What a scenario has to work with in one round.
final class Stage: Sendable {
    /// The server, started for this round unless it was given.
    let server: BenchServer
    /// Who takes part.
    let team: Team
    /// The clients, none connected yet.
    let load: Load
    private let found = Mutex<[String]>([])

    init(server: BenchServer, team: Team, load: Load) {
        self.server = server
        self.team = team
        self.load = load
    }

    /// What went wrong so far.
    var faults: [String] { self.found.withLock { $0 } }

    /// Notes what went wrong in a phase.
    func check(_ phase: Phase, _ name: String) {
        self.found.withLock { $0 += phase.outcome.faults.map { "\(name): \($0)" } }
    }
}
