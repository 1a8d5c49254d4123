// SPDX-License-Identifier: Apache-2.0

/// Everything that a bench measured, and what did not go as it must.
struct BenchReport: Sendable, Encodable {
    private enum CodingKeys: String, CodingKey {
        case version = "martlet"
        case rounds, measurements, faults
    }

    /// What was measured.
    let version: String
    /// How often.
    let rounds: Int
    private(set) var measurements: [Measurement] = []
    /// Deliveries that were missing or too many, and the like; a figure beside one means nothing.
    private(set) var faults: [String] = []

    init(version: String = MartletCommand.version, rounds: Int) {
        self.version = version
        self.rounds = rounds
    }

    /// Adds what one round of a scenario found.
    mutating func add(_ readings: [Reading], of scenario: String) {
        for reading in readings {
            let known = self.measurements.firstIndex { $0.scenario == scenario && $0.figure == reading.figure }
            if let known {
                self.measurements[known].samples.add(reading.value)
            } else {
                let samples = Samples([reading.value])
                self.measurements.append(
                    Measurement(scenario: scenario, figure: reading.figure, samples: samples)
                )
            }
        }
    }

    /// Adds what went wrong in a phase of one round.
    mutating func add(_ faults: [String], of scenario: String, in round: Int) {
        self.faults += faults.map { "\(scenario), round \(round): \($0)" }
    }

    /// What a figure was in the middle, if it was measured.
    func median(of figure: Figure) -> Double? {
        self.measurements.first { $0.figure == figure }?.samples.median
    }
}
