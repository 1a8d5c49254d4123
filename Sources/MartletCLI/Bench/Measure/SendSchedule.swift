// SPDX-License-Identifier: Apache-2.0

/// When messages are due at a constant rate: by the clock, however late the last one was.
struct SendSchedule: Hashable, Sendable {
    private let perSecond: Double
    private let count: Int
    private let start: UInt64
    private var sent = 0

    /// Plans so many messages from an instant on, in nanoseconds of a monotonic clock.
    init(perSecond: Double, count: Int, from start: UInt64) {
        self.perSecond = perSecond
        self.count = count
        self.start = start
    }

    /// Whether everything was due.
    var isDone: Bool { self.sent == self.count }

    /// When the next one is due; at once if it is late.
    var next: UInt64 { self.start + UInt64(Double(self.sent) / self.perSecond * 1e9) }

    /// How many have become due since the last time.
    mutating func due(at now: UInt64) -> Int {
        guard now >= self.start else { return 0 }
        let total = min(self.count, Int(Double(now - self.start) / 1e9 * self.perSecond) + 1)
        defer { self.sent = max(self.sent, total) }
        return max(0, total - self.sent)
    }
}
