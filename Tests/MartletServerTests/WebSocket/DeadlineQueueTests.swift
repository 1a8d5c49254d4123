// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Testing

@testable import MartletServer

struct DeadlineQueueTests {
    private final class Log {
        var names: [String] = []
    }

    private let loop = EmbeddedEventLoop()
    private let log = Log()

    private func entry(_ name: String, in queue: DeadlineQueue) -> DeadlineQueue.Entry {
        queue.set { self.log.names.append(name) }
    }

    @Test
    func `each expires after the delay from when it was set`() {
        let queue = DeadlineQueue(eventLoop: self.loop, after: .seconds(10))
        _ = self.entry("a", in: queue)
        self.loop.advanceTime(by: .seconds(4))
        _ = self.entry("b", in: queue)
        self.loop.advanceTime(by: .seconds(5))
        #expect(self.log.names == [])
        self.loop.advanceTime(by: .seconds(1))
        #expect(self.log.names == ["a"])
        self.loop.advanceTime(by: .seconds(4))
        #expect(self.log.names == ["a", "b"])
    }

    @Test(arguments: ["a", "b", "c"])
    func `whichever is cancelled, the others expire`(name: String) {
        let queue = DeadlineQueue(eventLoop: self.loop, after: .seconds(1))
        let entries = ["a", "b", "c"].map { ($0, self.entry($0, in: queue)) }
        for (other, entry) in entries where other == name {
            queue.cancel(entry)
            queue.cancel(entry)
        }
        self.loop.advanceTime(by: .seconds(1))
        #expect(self.log.names == ["a", "b", "c"].filter { $0 != name })
    }

    @Test
    func `one that is set while another expires has its own time`() {
        let queue = DeadlineQueue(eventLoop: self.loop, after: .seconds(1))
        _ = queue.set { _ = self.entry("second", in: queue) }
        self.loop.advanceTime(by: .seconds(1))
        #expect(self.log.names == [])
        self.loop.advanceTime(by: .seconds(1))
        #expect(self.log.names == ["second"])
    }

    @Test
    func `a long queue is let go without recursion`() {
        var queue: DeadlineQueue? = DeadlineQueue(eventLoop: self.loop, after: .seconds(1))
        for _ in 0..<200_000 {
            _ = queue?.set {}
        }
        queue = nil
        self.loop.advanceTime(by: .seconds(2))
        #expect(self.log.names == [])
    }
}
