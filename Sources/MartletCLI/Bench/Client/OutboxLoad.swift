// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletWire

/// An outbox that many write to at once, as an application's many parts do.
struct OutboxLoad: Sendable {
    private static let callers = 256

    /// How many calls.
    let calls: Int

    /// How many calls a second become durable; nothing is sent.
    func enqueued() async throws -> Reading {
        let directory = try BenchDirectory(in: nil)
        defer { directory.remove() }
        let file = try OutboxFile(in: directory.path, at: 0)
        defer { file.close() }
        let engine = OutboxEngine(
            storage: file.storage(for: "bench"),
            transport: AcceptingTransport(),
            owner: "bench",
            clock: ContinuousClock(),
            date: { 0 },
            generator: SystemRandomNumberGenerator()
        )
        let calls = self.calls
        let took = try await ContinuousClock().measure {
            try await Self.concurrently(calls) { number in
                try await engine.enqueue(
                    OutboxDraft(
                        key: "call \(number)",
                        lane: "lane \(number % 64)",
                        method: ActivityRecord.name.rawValue,
                        params: try ActivityRecord(activities: [Self.activity(number, "bench")]).params,
                        urgency: .batched
                    )
                )
            }
        }
        guard try await engine.status().totals.items == calls else {
            throw CommandFailure(.failed, "client: not every call that was queued is there")
        }
        return Reading(.clientEnqueues, Double(calls) / (took / .seconds(1)))
    }

    /// How many calls a second are durable, sent, carried out, answered and settled.
    func acknowledged(by server: BenchServer) async throws -> Reading {
        let team = try await Team.found(
            Roster(people: 1, channels: 1),
            tag: BenchDirectory.tag(),
            by: RemoteFounder(server: server.url)
        )
        let directory = try BenchDirectory(in: nil)
        defer { directory.remove() }
        let martlet = try Martlet(
            server: server.url,
            credentials: .developer(team.sender),
            storage: .directory(directory.path)
        )
        let outbox = martlet.outbox(of: Account(team.sender, on: "127.0.0.1:\(server.port)"))
        let (calls, tag) = (self.calls, BenchDirectory.tag())
        let took = try await martlet.sending {
            try await ContinuousClock().measure {
                try await Self.concurrently(calls) { number in
                    var durability = Durability(lane: "lane \(number % 64)", patience: .zero)
                    durability.isBatched = true
                    _ = try await martlet.call(ActivityRecord(activities: [Self.activity(number, tag)]), durability)
                }
                try await martlet.flush()
                while try await outbox.status().totals.items > 0 { try await Task.sleep(for: .milliseconds(2)) }
            }
        }
        guard try await martlet.deadLetters.list().isEmpty else {
            throw CommandFailure(.failed, "client: the server refused some calls")
        }
        return Reading(.clientAcknowledged, Double(calls) / (took / .seconds(1)))
    }

    private static func activity(_ number: Int, _ tag: String) -> Activity {
        Activity(
            localID: LocalID(rawValue: "\(tag)-\(number)"),
            kind: .comment,
            repositoryOwner: "o",
            repositoryName: "r",
            pullRequest: 42
        )
    }

    private static func concurrently(
        _ count: Int,
        _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<Self.callers {
                group.addTask {
                    for number in stride(from: caller, to: count, by: Self.callers) { try await body(number) }
                }
            }
            try await group.waitForAll()
        }
    }
}
