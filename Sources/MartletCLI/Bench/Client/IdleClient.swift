// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletWire

/// A client that follows a stream on which nothing happens.
struct IdleClient: Sendable {
    /// How long it is watched.
    let seconds: Double

    /// How often a minute something in it wakes up by itself.
    func watched(at server: BenchServer) async throws -> Reading {
        let team = try await Team.found(
            Roster(people: 1, channels: 1),
            tag: BenchDirectory.tag(),
            by: RemoteFounder(server: server.url)
        )
        let clock = CountingClock()
        let martlet = try Martlet(
            server: server.url,
            credentials: .developer(team.people[0]),
            clock: clock,
            date: { 0 },
            draw: { "bench" }
        )
        return try await withThrowingTaskGroup(of: Void.self, returning: Reading.self) { group in
            group.addTask { try await martlet.follow(clock: clock, chance: SystemRandomNumberGenerator()) { _ in } }
            defer { group.cancelAll() }
            for await status in martlet.statusUpdates where status.freshness == .valid { break }
            // What coming here has set going is over by then.
            try await Task.sleep(for: .seconds(5))
            let before = clock.fired
            try await Task.sleep(for: .seconds(self.seconds))
            return Reading(.clientTimers, Double(clock.fired - before) / self.seconds * 60)
        }
    }
}
