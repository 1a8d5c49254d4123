// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A day of a client, minute by minute on a clock that does not wait: calls, sessions, events.
struct ClientDay: Sendable {
    /// By then everything has been used once.
    private static let warm = 60

    /// How many minutes.
    let minutes: Int

    /// How much memory the process has gained between the first hour and the last.
    func passed() async throws -> Reading {
        let directory = try BenchDirectory(in: nil)
        defer { directory.remove() }
        let file = try OutboxFile(in: directory.path, at: 0)
        defer { file.close() }
        let clock = ManualClock()
        let storage = file.storage(for: "bench")
        let engine = OutboxEngine(
            storage: storage,
            transport: AcceptingTransport(),
            owner: "bench",
            clock: clock,
            date: { Timestamp(rawValue: 0).advanced(by: ManualInstant(.zero).duration(to: clock.now)) },
            generator: SystemRandomNumberGenerator()
        )
        let meter = try ProcessMeter(process: getpid())
        return try await withThrowingTaskGroup(of: Void.self, returning: Reading.self) { group in
            group.addTask { await engine.run() }
            defer { group.cancelAll() }
            var before = 0
            let frames = try EventLoad.frames(100)
            for minute in 0..<self.minutes {
                _ = try await storage.enqueue(Self.drafts(of: minute), at: Timestamp(rawValue: Int64(minute) * 60_000))
                await engine.flush()
                try EventLoad.apply(frames)
                while try await storage.totals().items > 0 { try await Task.sleep(for: .microseconds(200)) }
                clock.advance(by: .seconds(60))
                if minute == Self.warm { before = try meter.residentBytes() }
            }
            return Reading(.clientGrowth, Double(try meter.residentBytes() - before) / 1024)
        }
    }

    /// A session that begins, ten things done in it, and its end.
    private static func drafts(of minute: Int) -> [OutboxDraft] {
        func draft(_ name: String, _ role: OutboxRole, _ urgency: OutboxUrgency = .critical) -> OutboxDraft {
            OutboxDraft(
                key: "\(name) \(minute)",
                lane: role == .standalone ? "calls" : "session \(minute)",
                method: "bench",
                params: .emptyObject,
                role: role,
                urgency: urgency
            )
        }
        let activities = (0..<10).map { draft("activity \($0)", .standalone, .batched) }
        return [draft("start", .opens)] + activities + [draft("end", .closes)]
    }
}
