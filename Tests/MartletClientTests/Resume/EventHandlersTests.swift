// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire
import Testing

@Suite(.timeLimit(.minutes(2)))
struct EventHandlersTests {
    @Test
    func `events reach the handlers of their type, unknown ones as they came, and one that throws stops no other`()
        async throws
    {
        let (heard, tell) = AsyncStream<String>.makeStream()
        var handlers = EventHandlers()
        handlers.onResync { _ in tell.yield("resync") }
        handlers.on(MessageDeleted.self) { _, _ in throw Unexpected() }
        handlers.on(MessageDeleted.self) { deleted, frame in
            tell.yield("deleted \(deleted.messageID) at \(frame.seq ?? 0)")
        }
        handlers.on(ChannelRemoved.self) { removed, _ in tell.yield("removed \(removed.channelID)") }
        handlers.onUnknown { name, data, frame in tell.yield("\(name) \(data) at \(frame.seq ?? 0)") }
        try await FakeServer.serving { server in
            let martlet = try Martlet(server: server.url, credentials: .developer(7))
            try await withThrowingTaskGroup(of: Void.self) { [handlers] group in
                group.addTask {
                    do {
                        try await martlet.follow(handlers)
                    } catch is CancellationError {}
                }
                let socket = try await server.socket()
                try await socket.send(.hello(.at(5)), .logged(6))
                try await socket.send(text: #"{"seq":7,"type":"moon.risen","data":{"phase":1}}"#)
                let removed = ChannelRemoved(channelID: 3)
                try await socket.send(.event(EventFrame(seq: 8, event: .known(removed))))
                var lines = heard.makeAsyncIterator()
                for line in ["resync", "deleted 1 at 6", #"moon.risen {"phase":1} at 7"#, "removed 3"] {
                    #expect(await lines.next() == line)
                }
                #expect(martlet.status.handlerFailures == 1)
                group.cancelAll()
            }
        }
    }
}
