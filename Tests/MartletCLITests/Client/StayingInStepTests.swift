// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire
import NIOCore
import Synchronization
import Testing

/// A client and a real server, with a bad network between them, both of which are restarted meanwhile.
@Suite(.serialized, .timeLimit(.minutes(2))) struct StayingInStepTests {
    /// What an application has applied.
    private final class Notebook: Sendable {
        private let bodies = Mutex<[String]>([])

        var all: [String] { self.bodies.withLock { $0 } }

        func apply(_ update: FeedUpdate) {
            guard case .event(let frame) = update, case .known(let event) = frame.event,
                let created = event as? MessageCreated
            else { return }
            self.bodies.withLock { $0.append(created.message.body) }
        }

        func holds(_ body: String) async throws {
            while !self.all.contains(body) { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    /// Follows with a client of its own, as a new process would.
    private static func following(
        _ url: String,
        _ storage: Storage,
        _ notebook: Notebook,
        _ body: (Martlet) async throws -> Void
    ) async throws {
        let martlet = try Martlet(server: url, credentials: .developer(1), storage: storage)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await martlet.follow { notebook.apply($0) }
                } catch is CancellationError {}
            }
            // Fresh for the first time means that the stream has begun: what is said from here on is heard.
            for await status in martlet.statusUpdates where status.freshness == .valid { break }
            try await body(martlet)
            group.cancelAll()
        }
    }

    @Test
    func `every event is applied once and every call has one effect, whatever the network and both ends do`()
        async throws
    {
        let scratch = ScratchDirectory()
        let (data, storage) = ("\(scratch.path)/data", Storage.directory("\(scratch.path)/client"))
        var server = try await LiveServer.start(data: data)
        _ = try await server.json("workspace create --name Team")
        _ = try await server.json("channel create --workspace-id 1 --kind public --name general")
        let network = try await BadNetwork.laid(to: server.url)
        let notebook = Notebook()

        func say(_ body: String) async throws {
            _ = try await server.json("message send --channel-id 1 \(body)")
        }
        func post(_ body: String, _ martlet: Martlet) async throws {
            _ = try await martlet.call(MessageSend(channelID: 1, body: body), .durable)
        }

        try await Self.following(network.url, storage, notebook) { martlet in
            try await say("plain")
            try await notebook.holds("plain")
            network.delay(by: .milliseconds(40))
            try await say("delayed")
            try await post("posted-late", martlet)
            network.swallow(true)
            try await say("swallowed")
            try await post("posted-into-nothing", martlet)
            network.cut()
            network.swallow(false)
            network.delay(by: .zero)
            try await notebook.holds("swallowed")
            try await notebook.holds("posted-into-nothing")
            _ = await server.stop()
            try await post("posted-without-server", martlet)
        }
        server = try await LiveServer.start(data: data)
        network.lead(to: server.url)
        try await say("while-away")
        try await Self.following(network.url, storage, notebook) { _ in
            try await notebook.holds("while-away")
            try await notebook.holds("posted-without-server")
        }
        let expected = [
            "plain", "delayed", "posted-late", "swallowed", "posted-into-nothing", "posted-without-server",
            "while-away",
        ]
        #expect(notebook.all.sorted() == expected.sorted())
        try await network.close()
        #expect(await server.stop() == 0)
    }
}
