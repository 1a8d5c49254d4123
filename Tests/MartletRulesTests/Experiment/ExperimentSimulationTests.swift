// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct ExperimentSimulationTests {
    private func experiment(_ rollout: Double, _ algorithm: ExperimentAlgorithm) -> Experiment {
        Experiment(
            key: "sessionSyncStrategy",
            isEnabled: true,
            rolloutPercentage: rollout,
            variants: ["a", "b"],
            algorithm: algorithm
        )
    }

    @Test(arguments: ExperimentAlgorithm.allCases)
    func `1.5: random names are dealt out as they are meant to be`(algorithm: ExperimentAlgorithm) {
        var chance = SeededGenerator(seed: 7)
        let names = SimulatedSubjects.random.names(20_000, using: &chance)
        #expect(names.allSatisfy { $0.count == 16 })
        let simulation = ExperimentSimulation(of: self.experiment(20, algorithm), over: names)
        #expect(simulation.total == 20_000)
        #expect(simulation.shares.map(\.variant) == ["control", "a", "b"])
        #expect(simulation.shares.map { ($0.expected * 1000).rounded() } == [800, 100, 100])
        #expect(simulation.shares.map(\.count).reduce(0, +) == 20_000)
        #expect(simulation.shares.allSatisfy { !$0.strays }, "\(simulation)")
    }

    @Test func `1.5: sequential names stray with the compatible algorithm and not with the other one`() {
        var chance = SeededGenerator(seed: 7)
        let names = SimulatedSubjects.sequential.names(100, using: &chance)
        #expect(names.first == "user-1" && names.last == "user-100")
        #expect(ExperimentSimulation(of: self.experiment(20, .martlet1), over: names).shares.contains { $0.strays })
        #expect(!ExperimentSimulation(of: self.experiment(20, .growthBook2), over: names).shares.contains { $0.strays })
    }

    @Test func `1.5: an experiment that is off gives everybody the control`() {
        var experiment = self.experiment(50, .martlet1)
        experiment.isEnabled = false
        let simulation = ExperimentSimulation(of: experiment, over: ["x", "y"])
        #expect(simulation.shares.map(\.variant) == ["control"])
        #expect(simulation.shares.map(\.count) == [2] && simulation.shares.map(\.expected) == [1])
    }
}
