// SPDX-License-Identifier: Apache-2.0

package import MartletWire
import NIOCore
import Synchronization

extension Edge: EdgeControl {
    package var standing: EdgeStanding {
        EdgeStanding(
            connections: self.counts.everyone.values.reduce(0, +),
            isDraining: self.isDraining
        )
    }

    /// Whether it is sending its connections away.
    package var isDraining: Bool { self.state.withLock { $0.isDraining } }

    package func connections(_ query: ConnectionQuery) async -> [ConnectionReport] {
        let pages = await self.ask { $0.reports(query) }
        return Array(pages.joined().sorted { $0.connectionID.rawValue < $1.connectionID.rawValue }.prefix(query.limit))
    }

    package func carryOut(_ command: EdgeCommand) async -> Int {
        if case .drain = command { self.state.withLock { $0.isDraining = true } }
        return await self.ask { $0.carryOut(command) }.reduce(0, +)
    }

    /// How many entries the slowest connection is behind, as of the last tick of each loop.
    package var cursorLag: Int64 {
        self.state.withLock { $0.inboxes.map { $0.lag.load(ordering: .relaxed) }.max() ?? 0 }
    }

    /// Asks the shard of every loop.
    private func ask<Answer: Sendable>(_ question: @escaping @Sendable (FanoutShard) -> Answer) async -> [Answer] {
        let inboxes = self.state.withLock { $0.inboxes }
        var answers: [Answer] = []
        for inbox in inboxes {
            answers.append(
                await withCheckedContinuation { continuation in
                    inbox.post { continuation.resume(returning: question($0)) }
                }
            )
        }
        return answers
    }
}
