// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire

/// Fills a store with messages as if they had been sent: the same rules, log, index and commits, in large groups.
struct Filling: Sendable {
    /// Fewer messages than this say nothing about how fast storing is.
    static let worthTiming = 100_000

    /// How many messages are handed over at a time.
    private static let group = 2000

    let founder: StoreFounder
    let team: Team

    /// Stores messages in all channels by turns, each by whoever is in it.
    /// - Returns: How long it took, in seconds.
    func fill(to count: Int, progress: Progress) async throws -> Double {
        let start = ContinuousClock.now
        let prose = Prose()
        var stored = 0
        while stored < count {
            try Task.checkCancellation()
            let channel = self.team.channels[stored / Self.group % self.team.channels.count]
            let part = stored..<min(stored + Self.group, count)
            _ = try await self.founder.call(
                part.map { MessageSend(channelID: channel, body: prose.text($0)) },
                as: self.team.sender
            )
            stored = part.upperBound
            progress.advanced(to: Double(stored) / Double(count))
        }
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
