// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Synchronization

/// Runs scenarios, each round on a server process of its own, and gathers what they find.
///
/// All rounds of a scenario share one data directory and one team, which are made before the first.
final class Bench: Sendable {
    /// Where the server comes from.
    enum Target: Hashable, Sendable {
        /// It is started, with its data somewhere below a directory; nil for the system's temporary one.
        case own(directory: String?)
        /// It runs already: its URL and its process.
        case running(String, process: Int32)
    }

    /// How often everything is measured.
    let rounds: Int
    private let target: Target
    private let server = Mutex<ServerProcess?>(nil)

    init(_ target: Target, rounds: Int) {
        self.target = target
        self.rounds = rounds
    }

    /// Ends the server that is being measured, and with it the measurement.
    func interrupt() {
        self.server.withLock { $0 }?.terminate()
    }

    /// Measures a scenario.
    func run(_ scenario: some Scenario, into report: inout BenchReport) async throws {
        try OpenFiles.allow(sockets: scenario.connections)
        switch self.target {
        case .running(let url, let process):
            guard scenario.stored == 0 else {
                throw CommandFailure(.usage, "server: filling a store needs a server of the bench's own")
            }
            let server = try BenchServer(url: url, process: process)
            let founder = RemoteFounder(server: url)
            for round in 1...self.rounds {
                let team = try await self.team(for: scenario, by: founder)
                try await self.measure(scenario, round, server, team, into: &report)
            }
        case .own(let parent):
            let directory = try BenchDirectory(in: parent)
            defer { directory.remove() }
            let team = try await self.prepare(directory.path, for: scenario, into: &report)
            for round in 1...self.rounds {
                let server = try BenchServer(data: directory.path)
                self.server.withLock { $0 = server.process }
                do {
                    try await self.measure(scenario, round, server, team, into: &report)
                } catch {
                    await server.process?.stop()
                    throw error
                }
                await server.process?.stop()
            }
        }
    }

    /// Does something with the server that is measured, on an empty data directory if it is the bench's own.
    func withServer(_ body: (BenchServer) async throws -> Void) async throws {
        switch self.target {
        case .running(let url, let process):
            try await body(try BenchServer(url: url, process: process))
        case .own(let parent):
            let directory = try BenchDirectory(in: parent)
            defer { directory.remove() }
            let server = try BenchServer(data: directory.path)
            self.server.withLock { $0 = server.process }
            do {
                try await body(server)
            } catch {
                await server.process?.stop()
                throw error
            }
            await server.process?.stop()
        }
    }

    private func team(for scenario: some Scenario, by founder: some Founder) async throws -> Team {
        try await Progress.showing("\(scenario.name): making \(scenario.roster.people) people") { _ in
            try await Team.found(scenario.roster, tag: BenchDirectory.tag(), by: founder)
        }
    }

    /// Fills a data directory that no server has open yet.
    private func prepare(
        _ data: String,
        for scenario: some Scenario,
        into report: inout BenchReport
    ) async throws -> Team {
        let founder = try StoreFounder(data: data)
        do {
            let team = try await self.team(for: scenario, by: founder)
            if scenario.stored > 0 {
                let seconds = try await Progress.showing("\(scenario.name): storing \(scenario.stored) messages") {
                    try await Filling(founder: founder, team: team).fill(to: scenario.stored, progress: $0)
                }
                if scenario.stored >= Filling.worthTiming {
                    report.add([Reading(.storedPerSecond, Double(scenario.stored) / seconds)], of: scenario.name)
                }
            }
            await founder.close()
            return team
        } catch {
            await founder.close()
            throw error
        }
    }

    private func measure(
        _ scenario: some Scenario,
        _ round: Int,
        _ server: BenchServer,
        _ team: Team,
        into report: inout BenchReport
    ) async throws {
        let load = try await Load(port: server.port, connections: scenario.connections, meter: server.meter)
        let stage = Stage(server: server, team: team, load: load)
        let readings: [Reading]
        do {
            readings = try await Progress.showing("\(scenario.name): round \(round) of \(self.rounds)") { _ in
                try await scenario.measure(on: stage)
            }
        } catch {
            try await load.dropEveryone()
            throw error
        }
        try await load.dropEveryone()
        report.add(readings, of: scenario.name)
        report.add(stage.faults, of: scenario.name, in: round)
    }
}
