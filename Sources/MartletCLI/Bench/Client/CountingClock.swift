// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The system's clock, which counts how often somebody who slept was woken by time.
final class CountingClock: Clock, Sendable {
    private let count = Atomic(0)

    /// How often so far.
    var fired: Int { self.count.load(ordering: .relaxed) }

    var now: ContinuousClock.Instant { .now }
    var minimumResolution: Duration { ContinuousClock().minimumResolution }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        try await ContinuousClock().sleep(until: deadline, tolerance: tolerance)
        self.count.add(1, ordering: .relaxed)
    }
}
