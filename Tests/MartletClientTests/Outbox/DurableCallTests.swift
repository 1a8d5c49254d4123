// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletTesting
import MartletWire
import NIOHTTP1
import Synchronization
import Testing

/// Calls that are kept until the server has them, over HTTP.
@Suite(.timeLimit(.minutes(1))) struct DurableCallTests {
    private static let done = #"{"jsonrpc":"2.0","id":0,"result":{"channel_id":3,"last_read_msg":9}}"#
    private static let call = ReadMark(channelID: 3, lastReadMessage: 9)

    /// Runs a client's outbox on the real clock while a test runs.
    private static func sending(
        _ url: String,
        as credentials: Credentials = .developer(7),
        storage: Storage = .memory,
        _ body: (Martlet) async throws -> Void
    ) async throws {
        let martlet = try Martlet(
            server: url,
            credentials: credentials,
            storage: storage,
            clock: ContinuousClock(),
            date: { 1_000_000 },
            draw: { "key-\(UInt64.random(in: 0 ... .max))" },
            limits: EngineRun.impatient
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await martlet.run() }
            defer { group.cancelAll() }
            try await body(martlet)
        }
    }

    @Test func `a durable call has a key, and brings the answer if that comes in time`() async throws {
        let seen = Mutex<[String]>([])
        try await FakeServer.serving { server in
            server.script.call { body, _ in
                seen.withLock { $0.append(body) }
                return (.ok, Self.done)
            }
            try await Self.sending(server.url) { martlet in
                let posting = try await martlet.call(Self.call, .durable(lane: "reads", within: .seconds(30)))
                guard case .done(let cursor) = posting else { throw Unexpected() }
                #expect(cursor == ReadCursor(channelID: 3, lastReadMessage: 9))
            }
        }
        let bodies = seen.withLock { $0 }
        #expect(bodies.count == 1)
        #expect(bodies[0].contains(#""method":"read.mark""#) && bodies[0].contains(#""idempotency_key":"key-"#))
    }

    @Test func `what nobody sent is sent by the next process, under the same key`() async throws {
        let storage = Storage.directory(OutboxPlace().path)
        let bodies = Mutex<[String]>([])
        try await FakeServer.serving { server in
            server.script.call { body, _ in
                bodies.withLock { $0.append(body) }
                return (.ok, Self.done)
            }
            let before = try Martlet(server: server.url, credentials: .developer(7), storage: storage)
            var call = Self.call
            call.idempotencyKey = "mine"
            guard case .queued = try await before.call(call, .durable(lane: "reads", within: .milliseconds(1))),
                case .duplicate = try await before.call(call, .durable(lane: "reads", within: .milliseconds(1)))
            else { throw Unexpected() }
            try await Self.sending(server.url, storage: storage) { _ in
                while bodies.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
            }
        }
        #expect(bodies.withLock { $0.count } == 1)
        #expect(bodies.withLock { $0[0] }.contains(#""idempotency_key":"mine""#))
    }

    @Test func `a server that cannot answer is asked again under the same key`() async throws {
        let keys = Mutex<[String]>([])
        try await FakeServer.serving { server in
            server.script.call { body, _ in
                let key = body.split(separator: "\"").first { $0.hasPrefix("key-") }.map(String.init) ?? ""
                let tries = keys.withLock { keys in
                    keys.append(key)
                    return keys.count
                }
                return tries < 3 ? (.serviceUnavailable, "<html>busy</html>") : (.ok, Self.done)
            }
            try await Self.sending(server.url) { martlet in
                let posting = try await martlet.call(Self.call, .durable(lane: "reads", within: .seconds(30)))
                guard case .done = posting else { throw Unexpected() }
            }
        }
        let all = keys.withLock { $0 }
        #expect(all.count == 3 && Set(all).count == 1)
    }

    @Test func `what the server refuses is given up, and says why without the server's words`() async throws {
        try await FakeServer.serving { server in
            server.script.call { _, _ in
                (
                    .ok,
                    #"{"jsonrpc":"2.0","id":0,"error":{"code":-32004,"message":"secret","data":{"retryable":false}}}"#
                )
            }
            try await Self.sending(server.url) { martlet in
                let posting = try await martlet.call(Self.call, .durable(lane: "reads", within: .seconds(30)))
                guard case .refused(let reason) = posting else { throw Unexpected() }
                #expect(reason == "refused: not_found (-32004)")
            }
        }
    }

    @Test func `a token of somebody else sends nothing of this account`() async throws {
        let storage = Storage.directory(OutboxPlace().path)
        let methods = Mutex<[String]>([])
        try await FakeServer.serving { server in
            server.script.call { body, head in
                let method = body.contains("user.me") ? "user.me" : "other"
                methods.withLock { $0.append(method) }
                let id = head.headers["Authorization"] == ["Bearer ann"] ? 9 : 10
                let user =
                    #"{"id":\#(id),"name":"n","display_name":"N","status":"online","status_text":"","created_at":0}"#
                return (.ok, #"{"jsonrpc":"2.0","id":1,"result":\#(user)}"#)
            }
            let ann = try Martlet(server: server.url, credentials: .token("ann"), storage: storage)
            guard case .queued = try await ann.call(Self.call, .durable(lane: "reads", within: .milliseconds(1))) else {
                throw Unexpected()
            }
            try await Self.sending(server.url, as: .token("bob"), storage: storage) { martlet in
                while methods.withLock({ $0.count }) < 2 { try await Task.sleep(for: .milliseconds(1)) }
            }
        }
        #expect(methods.withLock { $0 }.allSatisfy { $0 == "user.me" })
    }
}
