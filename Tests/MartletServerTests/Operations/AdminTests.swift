// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import MartletRules
import MartletServer
import MartletWire
import NIOCore
import NIOHTTP1
import Testing

/// What an operator sees of connections, and does to them.
struct AdminTests {
    private func error(_ answer: RunningServer.Answer) -> RPCError.Code? { answer.error?.code }

    @Test func `only operators look and act`() async throws {
        try await RunningServer.run { server in
            let ada = try await server.call(UserCreate(name: "ada")).id
            #expect(error(try await server.answer(to: AdminConnections(), as: ada)) == .forbidden)
            #expect(error(try await server.answer(to: AdminStats(), as: ada)) == .forbidden)
            #expect(error(try await server.answer(to: AdminDrain(), as: ada)) == .forbidden)
            #expect(error(try await server.answer(to: AdminDeadLetters(), as: ada)) == .forbidden)
            #expect(error(try await server.answer(to: AdminDisconnect(userID: ada), as: ada)) == .forbidden)
        }
    }

    @Test func `a person's connections are listed, and closed when an operator says so`() async throws {
        try await RunningServer.run { server in
            let ada = try await server.call(UserCreate(name: "ada")).id
            let waiting = Task { try await server.get("/v1/events?wait_ms=50000", as: ada) }
            defer { waiting.cancel() }
            var connections: [ConnectionReport] = []
            while connections.isEmpty { connections = try await server.call(AdminConnections(userID: ada)).connections }
            #expect(connections.map(\.userID) == [ada] && connections.map(\.transport) == ["poll"])
            #expect(try await server.call(AdminConnections(userID: 1)).connections.isEmpty)
            #expect(try await server.call(AdminStats()).connections == 1)
            let missing = AdminDisconnect(connectionID: ConnectionID(rawValue: "nobody"))
            #expect(error(try await server.answer(to: missing)) == .notFound)
            let id = try #require(connections.first?.connectionID)
            #expect(try await server.call(AdminDisconnect(connectionID: id)).closed == 1)
            #expect(try await waiting.value.status == 503)
            #expect(try await server.call(AdminConnections(userID: ada)).connections.isEmpty)
        }
    }

    @Test func `what a person's client has given up reaches the operator as counts and reasons`() async throws {
        try await RunningServer.run { server in
            let ada = try await server.call(UserCreate(name: "ada")).id
            let letters = [DeadLetterCount(method: "message.send", reason: .expired, count: 3)]
            let client = LocalID(rawValue: "tab")
            _ = try await server.call(ClientReportDeadLetters(client: client, letters: letters), as: ada)
            let reports = try await server.call(AdminDeadLetters()).reports
            #expect(reports.map(\.userID) == [ada] && reports.map(\.letters) == [letters])

            let told = [DeadLetterCount(method: "what Ben said", reason: .expired, count: 1)]
            let text = ClientReportDeadLetters(client: client, letters: told)
            #expect(try await server.answer(to: text, as: ada).error?.data.field == "letters.0.method")

            _ = try await server.call(ClientReportDeadLetters(client: client, letters: []), as: ada)
            #expect(try await server.call(AdminDeadLetters()).reports.isEmpty)
        }
    }

    @Test func `a drained server says so and is not ready`() async throws {
        try await RunningServer.run { server in
            #expect(try await server.call(AdminStats()).isDraining == false)
            _ = try await server.call(AdminDrain(window: 100))
            #expect(try await server.call(AdminStats()).isDraining)
            #expect(try await server.get("/readyz").status == 503)
            var request = server.request(.GET, "/v1/events", as: 1)
            request.headers.add(name: "accept", value: "text/event-stream")
            #expect(try await server.send(request).status == 503)
        }
    }
}
