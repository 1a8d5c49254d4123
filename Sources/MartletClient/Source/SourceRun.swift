// SPDX-License-Identifier: Apache-2.0

import MartletRules
import Synchronization

/// One run of a source, from its start to its end.
final class SourceRun: Sendable {
    let number: Int
    private let reception: Mutex<Reception>
    private let stopping = Bell()
    private let ended = Bell()
    /// Rung when somebody doubts that the source's connection still lives.
    let probes = Bell()

    init(_ number: Int, from reception: Reception) {
        self.number = number
        self.reception = Mutex(reception)
    }

    /// Runs a source, which tells where the stream stood at its end, until it ends, or ``stop(on:)``.
    func perform(on clock: some Clock<Duration>, _ source: @escaping @Sendable () async -> Reception) async {
        await withTaskGroup(of: Reception?.self) { race in
            race.addTask { await source() }
            race.addTask {
                await self.stopping.wait(until: nil, on: clock)
                return nil
            }
            for await end in race {
                race.cancelAll()
                if let end { self.reception.withLock { $0 = end } }
            }
        }
        self.ended.ring()
    }

    /// Stops it, and tells where the stream stood.
    func stop(on clock: some Clock<Duration>) async -> Reception {
        self.stopping.ring()
        await self.ended.wait(until: nil, on: clock)
        return self.reception.withLock { $0 }
    }
}
