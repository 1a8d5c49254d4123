// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire

extension Martlet {
    /// Does something while what waits is sent.
    func sending<Answer: Sendable>(_ body: () async throws -> Answer) async throws -> Answer {
        try await withThrowingTaskGroup(of: Void.self, returning: Answer.self) { group in
            group.addTask { try await self.run() }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    /// Sends what waits, until nothing does or the time is over.
    /// - Parameters:
    ///   - time: How long to go on trying.
    ///   - progress: Told how much of it is sent.
    /// - Returns: How many calls waited, and how many still do.
    /// - Throws: Why nobody knows whose they are, or what storage says.
    func drain(within time: Duration, _ progress: Progress) async throws -> (before: Int, after: Int) {
        let before = try await self.waitingCalls().count
        guard before > 0 else { return (0, 0) }
        return try await self.sending {
            try await self.flush()
            let deadline = ContinuousClock.now + time
            var left = before
            while left > 0, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(50))
                left = try await self.waitingCalls().count
                progress.advanced(to: Double(max(0, before - left)) / Double(before))
            }
            return (before, left)
        }
    }
}
