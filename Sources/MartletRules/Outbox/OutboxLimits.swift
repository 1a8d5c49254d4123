// SPDX-License-Identifier: Apache-2.0

/// What an outbox holds, how long, and how it sends.
package struct OutboxLimits: Hashable, Sendable {
    /// How many items may wait.
    package var items = 10_000
    /// How many bytes of parameters may wait.
    package var bytes = 64 * 1024 * 1024
    /// How many bytes of parameters one item may have: what the server takes in one request, less what surrounds them.
    package var itemBytes = 1024 * 1024 - 4096
    /// How long an item may wait.
    package var age: Duration = .seconds(30 * 86_400)
    /// How long the server remembers a key.
    package var keyLife: Duration = .seconds(30 * 86_400)
    /// How many dead letters are kept, newest first.
    package var deadLetters = 50
    /// How many answered server errors end an item.
    package var strikes = 5
    /// So many batched items are sent without waiting longer.
    package var batchCount = 20
    /// So long a batched item waits for others.
    package var batchPatience: Duration = .seconds(30)
    /// How many items one request carries.
    package var shipmentCount = 100
    /// How many bytes of parameters one request carries, unless one item alone has more.
    package var shipmentBytes = 512 * 1024
    /// How many requests may be under way at once.
    package var flights = 4
    /// How long one request may take.
    package var requestTimeout: Duration = .seconds(10)
    /// How many failures in a row open the breaker.
    package var breakerFailures = 5
    /// How often the storage is looked at without a reason.
    package var sweepInterval: Duration = .seconds(60)
    /// How long another process must hear nothing of the owner before it takes over; longer than a request.
    package var lease: Duration = .seconds(30)
    /// How often a process that has something to send looks whether another still owns the outbox: a read of the disk.
    package var leaseLook: Duration = .seconds(1)
    /// How attempts that nobody's act has caused are paced: at most 60 in any hour.
    package var retryRate = Rate(every: .seconds(90), burst: 20)
    /// How delays grow.
    package var backoff = BackoffSchedule.outbox

    package init() {}

    /// The share that is kept for critical items: batched ones may fill nine tenths.
    package var batchedItems: Int { self.items - self.items / 10 }
    package var batchedBytes: Int { self.bytes - self.bytes / 10 }
}
