// SPDX-License-Identifier: Apache-2.0

import MartletTesting

/// One history, from its seed to its verdict.
struct Simulation {
    /// What came of it.
    struct Verdict {
        var seed: UInt64
        var violation: Violation?
        /// The last of what happened, if it was written down.
        var trace: [String]
    }

    let seed: UInt64

    /// Whether the outboxes are the real ones in SQLite, on simulated disks: that takes ten times as long.
    var usesDisks: Bool { self.seed % 32 == 0 }

    /// Lets the history happen.
    func run(isTraced: Bool = false) async -> Verdict {
        let world = World(seed: self.seed, isTraced: isTraced) { () -> any OutboxPlace in
            let limits = World.outboxLimits
            return self.usesDisks ? DiskPlace(limits: limits) : MemoryPlace(limits: limits)
        }
        var storm = Storm(in: world)
        await storm.run()
        for client in world.clients { client.close() }
        return Verdict(seed: self.seed, violation: world.judge.violation, trace: world.trace ?? [])
    }

    /// What a reader needs to find out why an invariant broke.
    func report() async -> String {
        let verdict = await self.run(isTraced: true)
        guard let violation = verdict.violation else { return "seed \(self.seed): nothing is wrong" }
        return """
            seed \(self.seed), after \(ManualInstant(.zero).duration(to: violation.instant)): \(violation)
            \(verdict.trace.suffix(40).map { "  " + $0 }.joined(separator: "\n"))
              replay: make simulate SEED=\(self.seed)
            """
    }
}
