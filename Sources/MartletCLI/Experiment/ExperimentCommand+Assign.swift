// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletRules
import MartletWire

extension ExperimentCommand {
    /// Says what one subject gets.
    struct Assign: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the variant that a subject gets, as every client computes it.",
            discussion: "Warnings go to standard error."
        )

        @OptionGroup var options: ExperimentOptions
        @Option(parsing: .unconditional, help: "Who asks, such as a user's number; may start with a dash.")
        var subject: String
        @Flag(help: "Print JSON, for scripts.") var json = false

        func run() throws {
            let experiment = try self.options.load()
            let assignment = Assignment(selection: experiment.selection(for: self.subject))
            if experiment.isEnabled { Terminal.standard.note(experiment.warnings(for: self.subject)) }
            if self.json {
                try Terminal.standard.write(WireEncoder().encode(assignment) + [UInt8(ascii: "\n")], to: .output)
            } else {
                try Terminal.standard.show(assignment.report)
            }
        }
    }
}

/// What a subject gets, as it is told.
private struct Assignment: Encodable, Presentable {
    private enum CodingKeys: String, CodingKey {
        case experiment, variant, bucket, reason, algorithm, enabled
        case inExperiment = "in_experiment"
        case rollout = "rollout_percentage"
    }

    let selection: ExperimentSelection

    /// The bucket is null without a subject.
    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.selection.variant, forKey: .variant)
        try fields.encode(self.selection.inExperiment, forKey: .inExperiment)
        try fields.encode(self.selection.bucket, forKey: .bucket)
        try fields.encode(self.selection.reason.rawValue, forKey: .reason)
        try fields.encode(self.selection.key, forKey: .experiment)
        try fields.encode(self.selection.algorithm.rawValue, forKey: .algorithm)
        try fields.encode(self.selection.isEnabled, forKey: .enabled)
        try fields.encode(self.selection.rollout, forKey: .rollout)
    }

    var report: Report {
        .fields([
            ("variant", self.selection.variant),
            ("in experiment", self.selection.inExperiment ? "yes" : "no"),
            ("bucket", self.selection.bucket.map(String.init) ?? ""),
            ("reason", self.selection.reason.rawValue),
            ("rollout", PercentText(self.selection.rollout / 100).description),
            ("algorithm", self.selection.algorithm.rawValue),
        ])
    }
}
