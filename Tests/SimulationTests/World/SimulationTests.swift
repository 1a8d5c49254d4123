// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

/// Both ends, run by their own rules, over everything that can go wrong between them.
///
/// `MARTLET_SEEDS` says how many histories, `MARTLET_SEED` which one first, or which one alone.
@Suite(.serialized) struct SimulationTests {
    private static func setting(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    private static let seeds: Range<UInt64> = {
        let first = Self.setting("MARTLET_SEED")
        let count = Self.setting("MARTLET_SEEDS") ?? (first == nil ? 2000 : 1)
        return (first ?? 1)..<((first ?? 1) + count)
    }()

    @Test func `whatever goes wrong, the invariants hold`() async {
        var failures = 0
        for seed in Self.seeds where failures < 3 {
            let simulation = Simulation(seed: seed)
            if await simulation.run().violation != nil {
                Issue.record(Comment(rawValue: await simulation.report()))
                failures += 1
            }
        }
        if Self.seeds.count == 1, let seed = Self.seeds.first {
            let verdict = await Simulation(seed: seed).run(isTraced: true)
            print(verdict.trace.joined(separator: "\n"))
        }
    }

    @Test(arguments: [7, 32] as [UInt64])
    func `a seed is one history, on disks too`(seed: UInt64) async {
        let first = await Simulation(seed: seed).run(isTraced: true)
        let second = await Simulation(seed: seed).run(isTraced: true)
        #expect(first.trace == second.trace)
        #expect(first.trace.count > 20)
    }
}
