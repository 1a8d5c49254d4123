// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct ExperimentTests {
    private func experiment(_ rollout: Double?, _ algorithm: ExperimentAlgorithm = .martlet1) -> Experiment {
        Experiment(
            key: "sessionSyncStrategy",
            isEnabled: true,
            rolloutPercentage: rollout,
            variants: ["session-sync-heartbeat", "session-sync-adaptive"],
            algorithm: algorithm
        )
    }

    @Test func `1.5: whoever takes no part gets the control, and hears why`() {
        var off = self.experiment(100)
        off.isEnabled = false
        var empty = self.experiment(100)
        empty.variants = ["", "control"]
        let cases: [(Experiment, String?, ExperimentSelection.Reason)] = [
            (off, "@alice:example.org", .disabled), (self.experiment(100), nil, .noSubject),
            (self.experiment(100), "", .noSubject), (empty, "@alice:example.org", .noVariants),
            (self.experiment(0), "@alice:example.org", .noRollout),
            (self.experiment(-10), "@alice:example.org", .noRollout),
            (self.experiment(20), "@alice:example.org", .outsideRollout),
        ]
        for (experiment, subject, reason) in cases {
            let selection = experiment.selection(for: subject)
            #expect(selection.variant == "control" && !selection.inExperiment, "\(reason)")
            #expect(selection.reason == reason)
            #expect((selection.bucket == nil) == (reason == .noSubject))
        }
    }

    @Test func `1.5, R0-19: the rollout that holds is between 0 and 100, and everyone if none is given`() {
        let cases: [(given: Double?, holds: Double)] = [
            (nil, 100), (.nan, 100), (-10, 0), (999, 100), (.infinity, 100), (-.infinity, 0), (0, 0), (33.33, 33.33),
        ]
        for (given, holds) in cases {
            let selection = self.experiment(given).selection(for: "@alice:example.org")
            #expect(selection.rollout == holds, "\(String(describing: given))")
            #expect(selection.inExperiment == (holds == 100), "\(String(describing: given))")
        }
    }

    @Test func `1.5, 7: the cutoff is the floor of the binary product`() {
        let cases: [(Double, Int)] = [
            (20, 2000), (0.01, 1), (0.009, 0), (0.29, 28), (0.57, 56), (2.3, 229), (4.35, 434), (19.99, 1998),
            (33.33, 3333), (100, 10_000),
        ]
        for (rollout, cutoff) in cases {
            #expect(ExperimentAlgorithm.cutoff(of: rollout) == cutoff, "\(rollout)")
        }
    }

    @Test func `1.5, 7: alice of bucket 5777 is out at 57.77 percent and in at 57.78`() {
        #expect(!self.experiment(57.77).selection(for: "@alice:example.org").inExperiment)
        let selection = self.experiment(58).selection(for: "@alice:example.org")
        #expect(selection.inExperiment && selection.variant == "session-sync-heartbeat" && selection.bucket == 5777)
        #expect(self.experiment(57.78).selection(for: "@alice:example.org").inExperiment)
    }

    @Test func `1.5: the control's default name is control, and one variant goes to everybody`() {
        let experiment = Experiment(key: "x", isEnabled: true, rolloutPercentage: 100, variants: ["control", "on", ""])
        #expect(experiment.control == "control" && experiment.offered == ["on"])
        #expect(experiment.selection(for: "anybody").variant == "on")
        #expect(experiment.selection(for: "anybody") == experiment.selection(for: "anybody"))
    }

    @Test(arguments: ExperimentAlgorithm.allCases, 2...7)
    func `1.5: raising a rollout adds people and moves nobody`(algorithm: ExperimentAlgorithm, count: Int) {
        var experiment = self.experiment(0, algorithm)
        experiment.variants = (0..<count).map(String.init)
        var seen: [String: String] = [:]
        for rollout in [0.5, 1, 3, 10, 33.33, 50, 66.7, 99.99, 100] {
            experiment.rolloutPercentage = rollout
            for subject in (0..<500).map({ "subject \($0)" }) {
                let selection = experiment.selection(for: subject)
                #expect(seen[subject].map { $0 == selection.variant } ?? true, "\(subject) at \(rollout)")
                if selection.inExperiment { seen[subject] = selection.variant }
            }
        }
        #expect(seen.count == 500)
    }

    @Test func `R0-23: at 0.01 percent the compatible hash splits ids of one length unevenly`() {
        var counts: [String: Int] = [:]
        for number in 0..<400_000 {
            let digits = String(number, radix: 36)
            let subject = String(repeating: "0", count: 8 - digits.count) + digits
            let selection = self.experiment(0.01).selection(for: subject)
            if selection.inExperiment { counts[selection.variant, default: 0] += 1 }
        }
        let (fewer, more) = (counts.values.min() ?? 0, counts.values.max() ?? 0)
        #expect(counts.count < 2 || more >= 2 * fewer, "\(counts)")
    }
}
