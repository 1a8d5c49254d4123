// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import FoundationEssentials
import Hummingbird
import HummingbirdCore
import JWTKit
import Logging
import MartletServer
import MartletWire
import NIOCore
import ServiceLifecycle
import Synchronization
import Testing

@Suite struct LiveKitRoomsTests {
    private static let room = RoomID(rawValue: "r00m")

    @Test func `a person's token is for one room and one person, and lets them speak and listen`() async throws {
        try await LiveKitStub.run { stub, rooms in
            let token = try await rooms.admit(7, named: "Ada", to: Self.room)
            #expect(token.roomID == Self.room && token.url == stub.address.replacing("http://", with: "ws://"))
            #expect(token.expiresAt == LiveKitStub.now.advanced(by: .seconds(3600)))
            let claims = try await stub.verify(try #require(token.token))
            #expect(claims.iss == "key" && claims.sub == "7" && claims.name == "Ada")
            #expect(claims.exp == LiveKitStub.now.rawValue / 1000 + 3600)
            #expect(
                claims.video == [
                    "room": "r00m", "roomJoin": true, "canPublish": true, "canSubscribe": true,
                    "canPublishData": true,
                ]
            )
            let create = try #require(stub.calls.first)
            #expect(create.method == "CreateRoom" && create.video == ["roomCreate": true, "roomList": true])
            #expect(create.body["name"] == "r00m")
        }
    }

    @Test func `calls carry no more rights than they need`() async throws {
        try await LiveKitStub.run { stub, rooms in
            stub.answers(
                .ok,
                #"{"participants":[{"identity":"7","state":"ACTIVE"},{"identity":"8"},"#
                    + #"{"identity":"9","state":"DISCONNECTED"},{"identity":"EG_recorder","state":"ACTIVE"}]}"#
            )
            #expect(try await rooms.people(in: Self.room) == [7, 8])
            try await rooms.remove(7, from: Self.room)
            try await rooms.close(Self.room)
            #expect(stub.calls.map(\.method) == ["ListParticipants", "RemoveParticipant", "DeleteRoom"])
            #expect(stub.calls[0].video == ["room": "r00m", "roomAdmin": true])
            #expect(stub.calls[1].video == ["room": "r00m", "roomAdmin": true])
            #expect(stub.calls[1].body == ["room": "r00m", "identity": "7"])
            #expect(stub.calls[2].video == ["roomCreate": true, "roomList": true])
            #expect(stub.calls.allSatisfy { $0.isJSON })
        }
    }

    @Test func `only LiveKit's own word makes a room unknown (R3-24)`() async throws {
        try await LiveKitStub.run { stub, rooms in
            stub.answers(.notFound, #"{"code":"not_found","msg":"requested room does not exist"}"#)
            #expect(try await rooms.people(in: Self.room) == [])
            try await rooms.remove(7, from: Self.room)
            stub.answers(.ok, "{}")
            #expect(try await rooms.people(in: Self.room) == [])
            let failures: [(HTTPResponse.Status, String)] = [
                (.notFound, "<h1>no such page</h1>"), (.notFound, #"{"code":"bad_route","msg":""}"#),
                (.internalServerError, "{}"), (.serviceUnavailable, ""),
                (.unauthorized, #"{"code":"unauthenticated"}"#),
                (.ok, "<h1>welcome</h1>"), (.ok, #"{"participants":{}}"#), (.movedPermanently, ""),
            ]
            for (status, body) in failures {
                stub.answers(status, body)
                await #expect(throws: RoomServiceError.self, "\(status) \(body)") {
                    _ = try await rooms.people(in: Self.room)
                }
            }
        }
    }

    @Test func `an answer that does not come is an error`() async throws {
        try await LiveKitStub.run(patience: .milliseconds(200)) { stub, rooms in
            stub.hangs()
            await #expect(throws: RoomServiceError.self) { _ = try await rooms.people(in: Self.room) }
            await #expect(throws: RoomServiceError.self) { _ = try await rooms.admit(7, named: "Ada", to: Self.room) }
        }
    }

    @Test func `nobody there is an error`() async throws {
        let settings = ServerSettings.LiveKit(url: "wss://127.0.0.1:1/", key: "key", secret: Secret("secret"))
        let rooms = await LiveKitRooms(settings, client: .shared, patience: .milliseconds(200)) { LiveKitStub.now }
        await #expect(throws: RoomServiceError.self) { try await rooms.close(Self.room) }
    }
}

/// As much of LiveKit's room service as we use, which believes only tokens signed with its secret.
private final class LiveKitStub: Sendable {
    struct Claims: JWTPayload {
        var iss: String
        var sub: String?
        var name: String?
        var nbf: Int64
        var exp: Int64
        var video: [String: Value]

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    /// A text or a flag.
    enum Value: Codable, Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
        case text(String)
        case flag(Bool)

        init(stringLiteral value: String) { self = .text(value) }
        init(booleanLiteral value: Bool) { self = .flag(value) }

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            self = try (try? value.decode(Bool.self)).map(Value.flag) ?? .text(value.decode(String.self))
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            switch self {
            case .text(let text): try value.encode(text)
            case .flag(let flag): try value.encode(flag)
            }
        }
    }

    struct Call: Sendable {
        var method: String
        var video: [String: Value]
        var body: [String: String]
        var isJSON: Bool
    }

    private struct State {
        var calls: [Call] = []
        var answer: (HTTPResponse.Status, String)? = (.ok, "{}")
        var address = ""
    }

    static let now: Timestamp = 1_700_000_000_000
    private static let secret = "a secret that only LiveKit and we know"

    private static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private let state = Mutex(State())
    private let keys: JWTKeyCollection

    private init() async {
        self.keys = await JWTKeyCollection().add(hmac: HMACKey(from: Self.secret), digestAlgorithm: .sha256)
    }

    var calls: [Call] { self.state.withLock { $0.calls } }
    var address: String { self.state.withLock { $0.address } }

    func answers(_ status: HTTPResponse.Status, _ body: String) { self.state.withLock { $0.answer = (status, body) } }
    func hangs() { self.state.withLock { $0.answer = nil } }
    func verify(_ token: String) async throws -> Claims { try await self.keys.verify(token, as: Claims.self) }

    static func run(
        patience: Duration = .seconds(30),
        _ story: @escaping @Sendable (LiveKitStub, LiveKitRooms) async throws -> Void
    ) async throws {
        let stub = await LiveKitStub()
        let router = Router()
        router.post("twirp/livekit.RoomService/:method") { request, context in
            try await stub.answer(request, context.parameters.require("method"))
        }
        let (listening, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                port.yield(channel.localAddress?.port ?? 0)
                port.finish()
            },
            logger: Self.silent
        )
        let group = ServiceGroup(services: [application], logger: Self.silent)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await group.run() }
            for await port in listening {
                stub.state.withLock { $0.address = "http://127.0.0.1:\(port)" }
                let settings = ServerSettings.LiveKit(url: stub.address, key: "key", secret: Secret(Self.secret))
                let rooms = await LiveKitRooms(settings, client: .shared, patience: patience) { Self.now }
                try await story(stub, rooms)
            }
            tasks.cancelAll()
        }
    }

    private func answer(_ request: Request, _ method: String) async throws -> Response {
        guard let answer = self.state.withLock({ $0.answer }) else {
            // Never answers while anybody waits.
            try await Task.sleep(for: .seconds(3600))
            return Response(status: .ok)
        }
        let field = request.headers[.authorization] ?? ""
        guard field.hasPrefix("Bearer "), let claims = try? await self.verify(String(field.dropFirst(7))) else {
            return Response(status: .unauthorized)
        }
        let bytes = try await request.body.collect(upTo: 4096)
        let fields = try JSONDecoder().decode([String: JSON].self, from: Data(bytes.readableBytesView))
        self.state.withLock { state in
            state.calls.append(
                Call(
                    method: method,
                    video: claims.video,
                    body: fields.compactMapValues(\.text),
                    isJSON: request.headers[.contentType] == "application/json"
                )
            )
        }
        return Response(status: answer.0, body: ResponseBody(byteBuffer: ByteBuffer(string: answer.1)))
    }

    /// A text, or something else.
    private struct JSON: Decodable {
        var text: String?

        init(from decoder: any Decoder) throws {
            self.text = try? decoder.singleValueContainer().decode(String.self)
        }
    }
}
