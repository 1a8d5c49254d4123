// SPDX-License-Identifier: Apache-2.0

import ServiceLifecycle

/// Runs the calls that must wait for something, as children of one service, so that none outlives the server.
package final class TaskPool: Service {
    private let work: AsyncStream<@Sendable () async -> Void>
    private let enqueue: AsyncStream<@Sendable () async -> Void>.Continuation

    package init() {
        // Bounded by what callers may have outstanding: each connection's calls are counted at the edge.
        (self.work, self.enqueue) = AsyncStream.makeStream()
    }

    /// Runs work soon; after shutdown it is dropped.
    package func run(_ work: @escaping @Sendable () async -> Void) {
        self.enqueue.yield(work)
    }

    /// Runs work until the process shuts down.
    package func run() async throws {
        await withDiscardingTaskGroup { group in
            for await work in self.work.cancelOnGracefulShutdown() {
                group.addTask { await work() }
            }
        }
    }
}
