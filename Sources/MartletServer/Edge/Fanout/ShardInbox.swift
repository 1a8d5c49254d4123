// SPDX-License-Identifier: Apache-2.0

package import NIOCore
import Synchronization

/// What other threads have for one shard, handed over in one loop turn however much it is.
///
/// A burst wakes the loop once, and everything that waits then shares each session's flush.
package final class ShardInbox: Sendable {
    private enum Item: Sendable {
        case entries([FramedEntry])
        case work(@Sendable (FanoutShard) -> Void)
    }

    private struct State {
        var items: [Item] = []
        var isScheduled = false
    }

    private let shard: NIOLoopBound<FanoutShard>
    package let eventLoop: any EventLoop
    /// How many entries the shard's slowest session is behind.
    let lag = Atomic<Int64>(0)
    private let state = Mutex(State())

    /// Creates the inbox of a shard; call it on the shard's loop.
    package init(_ shard: FanoutShard) {
        self.eventLoop = shard.eventLoop
        self.shard = NIOLoopBound(shard, eventLoop: shard.eventLoop)
        shard.inbox = self
    }

    /// The shard itself, for who is on its loop already.
    package var shardOnLoop: FanoutShard { self.shard.value }

    /// Hands over entries that follow one another.
    package func post(_ entries: [FramedEntry]) {
        self.post(.entries(entries))
    }

    /// Runs work on the shard's loop, in order with everything else.
    package func post(_ work: @escaping @Sendable (FanoutShard) -> Void) {
        self.post(.work(work))
    }

    private func post(_ item: Item) {
        let mustSchedule = self.state.withLock { state in
            state.items.append(item)
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if mustSchedule { self.eventLoop.execute { self.drain() } }
    }

    private func drain() {
        let items = self.state.withLock { state in
            state.isScheduled = false
            defer { state.items = [] }
            return state.items
        }
        let shard = self.shard.value
        var entries: [FramedEntry] = []
        for item in items {
            switch item {
            case .entries(let more):
                entries += more
            case .work(let work):
                shard.fanOut(entries[...])
                entries = []
                work(shard)
            }
        }
        shard.fanOut(entries[...])
        shard.flush()
    }
}
