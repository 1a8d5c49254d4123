// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import MartletRules
import MartletServer
import MartletWire
import NIOCore
import NIOHTTP1
import Testing

/// `GET /v1/events` as server-sent events.
struct EventStreamTests {
    /// One event of a stream.
    private struct StreamEvent {
        var id: String?
        var data = ""

        init(_ block: Substring) {
            for line in block.split(separator: "\n") {
                if line.hasPrefix("id: ") { self.id = String(line.dropFirst(4)) }
                if line.hasPrefix("data: ") { self.data += line.dropFirst(6) }
            }
        }
    }

    /// Reads a stream until it has given so many events.
    private func events(
        _ count: Int,
        of server: RunningServer,
        _ query: String = "",
        lastID: String? = nil
    ) async throws -> [StreamEvent] {
        var request = server.request(.GET, "/v1/events?\(query)", as: 1)
        request.headers.add(name: "accept", value: "text/event-stream")
        if let lastID { request.headers.add(name: "last-event-id", value: lastID) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        #expect(response.headers.first(name: "content-type") == "text/event-stream")
        var text = ""
        for try await chunk in response.body {
            text += String(buffer: chunk)
            let blocks = text.split(separator: "\n\n", omittingEmptySubsequences: false).dropLast()
            if blocks.count >= count { return blocks.prefix(count).map(StreamEvent.init) }
        }
        return []
    }

    private func channel(_ server: RunningServer) async throws -> ChannelID {
        let workspace = try await server.call(WorkspaceCreate(name: "Ornithology")).id
        return try await server.call(ChannelCreate(workspaceID: workspace, kind: .public, name: "swifts")).id
    }

    @Test func `a stream begins with hello, whose id is where the log is`() async throws {
        try await RunningServer.run { server in
            let stats = try await server.call(AdminStats())
            let hello = try #require(try await events(1, of: server).first)
            #expect(hello.data.hasPrefix("{\"type\":\"hello\""))
            #expect(hello.id == "\(stats.epoch):\(stats.head)")
        }
    }

    @Test func `a stream resumes after the id it was last given`() async throws {
        try await RunningServer.run { server in
            let channel = try await channel(server)
            let hello = try #require(try await events(1, of: server).first)
            for text in ["one", "two"] { _ = try await server.call(MessageSend(channelID: channel, body: text)) }
            let resumed = try await events(3, of: server, lastID: hello.id)
            #expect(resumed.map(\.data).map { $0.contains("message.created") } == [false, true, true])
            // The position is reached with the last event, not with the greeting.
            #expect(resumed.first?.id == nil)
            let again = try await events(2, of: server, lastID: resumed[1].id)
            #expect(again[1].id == resumed[2].id)
            #expect(again[1].data == resumed[2].data)
        }
    }

    @Test func `the last event's id goes before the query`() async throws {
        try await RunningServer.run { server in
            let hello = try #require(try await events(1, of: server, "since=0&epoch=other", lastID: "other:0").first)
            #expect(hello.data.contains("\"resync\":\"epoch\""))
        }
    }

    @Test func `a ping's id is a position, so that a quiet stream resumes near`() async throws {
        try await RunningServer.run {
            $0.limits.heartbeat = 200
        } _: { server in
            let stats = try await server.call(AdminStats())
            let ping = try #require(try await events(2, of: server).last)
            #expect(ping.data.hasPrefix("{\"type\":\"ping\"") || ping.data.contains("presence.updated"))
            if ping.data.contains("ping") { #expect(ping.id == "\(stats.epoch):\(stats.head)") }
        }
    }
}
