// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

@testable import martlet

/// The commands as scripts meet them.
@Suite(.timeLimit(.minutes(5))) struct ExperimentCommandTests {
    private static let configuration = """
        {"experiments":{
          "sessionSyncStrategy":{"enabled":true,"rolloutPercentage":58,"variants":["heartbeat","adaptive"]},
          "strong":{"enabled":true,"rolloutPercentage":100,"variants":["a","b"],"algorithm":"growthbook-2"},
          "threadUI":{"enabled":true,"rolloutPercentage":20,"variants":["a","b"]},
          "open":{"enabled":true,"variants":["a"]},
          "wrong":{"enabled":"true","variants":["a"]}
        }}
        """

    private func run(_ arguments: [String]) async throws -> Invocation.Outcome {
        let directory = ScratchDirectory()
        let config = try directory.file("config.json", Self.configuration)
        return try await Invocation(arguments: ["experiment"] + arguments + ["--config", config]).run()
    }

    private func assign(_ key: String, _ subject: String) async throws -> (JSONValue, notes: String) {
        let arguments = ["assign", "--experiment=\(key)", "--subject=\(subject)", "--json"]
        let outcome = try await self.run(arguments)
        #expect(outcome.status == 0, "\(outcome.notes)")
        return (try WireDecoder().decode(JSONValue.self, from: Array(outcome.output.utf8)), outcome.notes)
    }

    @Test func `1.5, 7: an assignment has the golden bucket and variant, and says nothing else`() async throws {
        let (answer, notes) = try await self.assign("sessionSyncStrategy", "@alice:example.org")
        #expect(answer["variant"] == "heartbeat" && answer["in_experiment"] == true && answer["bucket"] == 5777)
        #expect(answer["reason"] == "assigned" && answer["algorithm"] == "martlet-1" && answer["enabled"] == true)
        #expect(notes.isEmpty)
        let (out, _) = try await self.assign("sessionSyncStrategy", "@carol:matrix.org")
        #expect(out["variant"] == "control" && out["in_experiment"] == false && out["bucket"] == 6275)
        let (strong, _) = try await self.assign("strong", "a")
        #expect(strong["algorithm"] == "growthbook-2")
    }

    @Test func `a subject may start with a dash, in both spellings, and may be empty`() async throws {
        let (joined, _) = try await self.assign("strong", "--subject")
        let apart = try await self.run(["assign", "--experiment", "strong", "--json", "--subject", "--subject"])
        #expect(apart.status == 0, "\(apart.notes)")
        #expect(try WireDecoder().decode(JSONValue.self, from: Array(apart.output.utf8)) == joined)
        let (empty, _) = try await self.assign("strong", "")
        #expect(empty["bucket"] == .null && empty["reason"] == "no_subject" && empty["variant"] == "control")
    }

    @Test func `an option with nothing after its sign is empty, and does not take the next word`() {
        let cases: [(given: [String], meant: [String])] = [
            (["x", "--subject=", "--json"], ["x", "--subject", "", "--json"]), (["--a=b="], ["--a=b="]),
            (["--a==", "-b=", "="], ["--a==", "-b=", "="]), (["--a=", "--", "--b="], ["--a", "", "--", "--b="]),
        ]
        for (given, meant) in cases { #expect(MartletCommand.withEmptyValues(given) == meant) }
    }

    @Test func `R0-19, R0-20: warnings go to standard error, and strictness fails for the wrong kind`() async throws {
        #expect(try await self.assign("open", "x").notes.contains("experiments.open.rolloutPercentage: is missing"))
        #expect(try await self.assign("sessionSyncStrategy", "user-1").notes.contains("sequence"))
        let (wrong, notes) = try await self.assign("wrong", "x")
        #expect(wrong["enabled"] == false && notes.contains("experiments.wrong.enabled"))
        let strict = try await self.run(["assign", "--experiment=wrong", "--subject=x", "--strict"])
        #expect(strict.status == 65 && strict.output.isEmpty)
        let missing = try await self.run(["assign", "--experiment=none", "--subject=x"])
        #expect(missing.status == 66 && missing.notes.contains("sessionSyncStrategy"))
    }

    @Test func `a simulation is a table with bars, or JSON`() async throws {
        let table = try await self.run(["simulate", "--experiment=strong", "--subjects", "1000"])
        let lines = table.output.split(separator: "\n")
        #expect(table.status == 0 && lines.count == 4)
        #expect(lines[0].hasPrefix("VARIANT") && lines[1].hasPrefix("control") && lines[2].contains("█"))
        let json = try await self.run(["simulate", "--experiment=strong", "--subjects=1000", "--json"])
        let answer = try WireDecoder().decode(JSONValue.self, from: Array(json.output.utf8))
        guard case .array(let parts) = answer["variants"] else {
            Issue.record("no variants")
            return
        }
        #expect(parts.map { $0["variant"] } == ["control", "a", "b"] && answer["subjects"] == 1000)
        let sequence = try await self.run(
            ["simulate", "--experiment=threadUI", "--subjects=200", "--ids=sequential"]
        )
        #expect(sequence.notes.contains("which is not chance"))
        #expect(try await self.run(["simulate", "--experiment=strong", "--subjects=0"]).status == 64)
    }
}
