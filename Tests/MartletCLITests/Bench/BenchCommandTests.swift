// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

/// Small runs of the real thing: that it counts, checks and cleans up, not how fast anything is.
@Suite struct BenchCommandTests {
    @Test func `every scenario counts what it sends and finds nothing amiss`() async throws {
        let scratch = ScratchDirectory()
        let outcome = try await Invocation(
            arguments: [
                "bench", "all", "--percent", "1", "--seconds", "0.3", "--rounds", "1", "--json", "-", "--directory",
                scratch.path,
            ]
        ).run()
        #expect(outcome.status == 0, "\(outcome.notes)")
        for scenario in ["fanout", "flood", "channels", "connect", "idle", "resume", "send"] {
            #expect(outcome.output.contains("\"scenario\":\"\(scenario)\""), "\(scenario) is missing")
        }
        #expect(outcome.output.contains("\"faults\":[]"))
        #expect(try scratch.names() == [])
    }

    @Test func `a store is filled before sends into it are measured`() async throws {
        let outcome = try await Invocation(
            arguments: [
                "bench", "fill", "--messages", "3000", "--senders", "2", "--seconds", "0.2", "--rounds", "1",
            ]
        ).run()
        #expect(outcome.status == 0, "\(outcome.notes)")
        #expect(outcome.output.contains("full to empty"))
    }

    @Test func `deliveries that are missing fail the run and are named`() async throws {
        // A server replays 500 events at most and tells whoever missed more to load afresh.
        let outcome = try await Invocation(
            arguments: ["bench", "resume", "--connections", "2", "--missed", "501", "--rounds", "1"]
        ).run()
        #expect(outcome.status == 70)
        #expect(outcome.notes.contains("resume, round 1: coming back: 0 of 1002 deliveries"))
        #expect(outcome.notes.contains("resume, round 1: coming back: 2 connections told to load afresh"))
    }

    @Test(arguments: [
        ["fanout", "--connections", "0"], ["fanout", "--server", "http://127.0.0.1:1"], ["send", "--rounds", "0"],
        ["fill", "--messages", "3"], ["all", "--percent", "101"],
    ])
    func `what cannot be measured is refused before anything starts`(_ arguments: [String]) async throws {
        #expect(try await Invocation(arguments: ["bench"] + arguments).run().status == 64)
    }
}
