// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import Logging
import MartletWire
import ServiceLifecycle
import UnixSignals

/// What all benches have in common.
struct BenchOptions: ParsableArguments {
    @Option(help: "How often everything is measured; the table shows medians.") var rounds = 3

    @Option(
        help: ArgumentHelp("Write the results as JSON; - is standard output, in place of the table.", valueName: "file")
    )
    var json: String?

    @Option(
        help: ArgumentHelp(
            "Where data directories are made and removed; the system's temporary directory by default.",
            valueName: "directory"
        ),
        completion: .directory
    )
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "Measure a server of this machine that runs already; dev mode, limits off.",
            valueName: "url"
        )
    )
    var server: String?

    @Option(help: ArgumentHelp("The process of --server.", valueName: "pid")) var serverPid: Int32?

    func validate() throws {
        guard self.rounds > 0 else { throw ValidationError("--rounds must be at least 1.") }
        guard (self.server == nil) == (self.serverPid == nil) else {
            throw ValidationError("--server and --server-pid belong together.")
        }
        guard self.server == nil || self.directory == nil else {
            throw ValidationError("Give one of --server and --directory.")
        }
    }

    /// Runs a bench, shows what it found, and fails if anything that was counted is not what was to be expected.
    func run(_ body: @escaping @Sendable (Bench, inout BenchReport) async throws -> Void) async throws {
        let target: Bench.Target =
            if let server = self.server, let process = self.serverPid {
                .running(server, process: process)
            } else {
                .own(directory: self.directory)
            }
        let bench = Bench(target, rounds: self.rounds)
        let report = try await Self.untilInterrupted(bench) {
            var report = BenchReport(rounds: bench.rounds)
            try await body(bench, &report)
            return report
        }
        try self.show(report)
        guard report.faults.isEmpty else {
            throw CommandFailure(.failed, report.faults.joined(separator: "\n"))
        }
    }

    private func show(_ report: BenchReport) throws {
        if self.json != "-" { try Terminal.standard.show(.rows(report.measurements)) }
        guard let file = self.json else { return }
        let bytes = try WireEncoder().encode(report) + [UInt8(ascii: "\n")]
        if file == "-" {
            try Terminal.standard.write(bytes, to: .output)
        } else {
            do {
                try Data(bytes).write(to: URL(filePath: file))
            } catch {
                throw CommandFailure(.output, "json: cannot write \(file)")
            }
        }
    }

    /// Ctrl-C ends the server, so that nothing is left behind.
    private static func untilInterrupted<Answer: Sendable>(
        _ bench: Bench,
        _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in signals { return nil }
                return nil
            }
            guard let answer = try await group.next() ?? nil else {
                bench.interrupt()
                group.cancelAll()
                while (try? await group.next()) != nil {}
                throw CancellationError()
            }
            group.cancelAll()
            return answer
        }
    }
}
