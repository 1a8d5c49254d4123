// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire
import Synchronization

/// Work sessions that begin and end, and somebody who watches.
struct WorkLoad: Sendable {
    /// When the watcher heard of which end.
    private final class Sightings: Sendable {
        private let instants = Mutex<[LocalID: ContinuousClock.Instant]>([:])

        subscript(session: LocalID) -> ContinuousClock.Instant? { self.instants.withLock { $0[session] } }

        func saw(_ session: LocalID) {
            self.instants.withLock { $0[session] = .now }
        }
    }

    /// How many sessions.
    let sessions: Int

    /// How long it takes from an end until another client has heard of it.
    func ended(at server: BenchServer) async throws -> [Reading] {
        let team = try await Team.found(
            Roster(people: 1, channels: 1),
            tag: BenchDirectory.tag(),
            by: RemoteFounder(server: server.url)
        )
        let directory = try BenchDirectory(in: nil)
        defer { directory.remove() }
        let worker = try Martlet(
            server: server.url,
            credentials: .developer(team.sender),
            storage: .directory(directory.path)
        )
        let watcher = try Martlet(server: server.url, credentials: .developer(team.people[0]))
        let heard = Sightings()
        let (connected, connect) = AsyncStream<Void>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self, returning: [Reading].self) { group in
            group.addTask {
                try await watcher.stream { update in
                    if case .connected = update { connect.finish() }
                    guard case .event(let frame) = update, case .known(let event) = frame.event,
                        let ended = event as? WorkSessionEnded
                    else { return }
                    heard.saw(ended.session.localID)
                }
            }
            defer { group.cancelAll() }
            for await _ in connected {}
            var latencies = Latencies()
            try await worker.sending {
                for number in 1...self.sessions {
                    let work = try await worker.workSessions.start(repository: "o/r", pullRequest: Int64(number))
                    let start = ContinuousClock.now
                    _ = try await work.end(within: .seconds(10))
                    var seen = heard[work.localID]
                    while seen == nil {
                        try await Task.sleep(for: .milliseconds(1))
                        seen = heard[work.localID]
                    }
                    latencies.record(nanoseconds: UInt64(max(0, ((seen ?? start) - start) / .nanoseconds(1))))
                }
            }
            return [
                Reading(.clientEnd50, latencies.milliseconds(at: 50)),
                Reading(.clientEnd99, latencies.milliseconds(at: 99)),
            ]
        }
    }
}
