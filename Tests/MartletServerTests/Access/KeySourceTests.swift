// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import MartletServer
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@Suite struct KeySourceTests {
    static func json(_ kid: String, _ algorithm: TokenAlgorithm = .es256) throws -> String {
        "{\"keys\":[\(try Forge.shared.jwk(algorithm, kid: kid))]}"
    }

    static func ids(_ source: some KeySource) async throws -> [String?]? {
        try await source.load()?.keySet().keys.map(\.id)
    }

    @Test func `a file is taken up again when it says something else`() async throws {
        let scratch = try Scratch()
        let source = KeyFile(path: "\(scratch.path)/jwks.json")
        try scratch.write(try Self.json("a"), to: "jwks.json")
        #expect(try await Self.ids(source) == ["a"])
        #expect(try await Self.ids(source) == nil)
        try scratch.write(try Self.json("b", .hs256), to: "jwks.json")
        #expect(try await Self.ids(source) == ["b"])
    }

    @Test func `a file that is gone or damaged is a fault, and is looked at again`() async throws {
        let scratch = try Scratch()
        let source = KeyFile(path: "\(scratch.path)/jwks.json")
        await #expect(throws: KeyDocument.Fault(description: "cannot be read")) { try await source.load() }
        try scratch.write("{", to: "jwks.json")
        await #expect(throws: KeyDocument.Fault.self) { try await source.load() }
        await #expect(throws: KeyDocument.Fault.self) { try await source.load() }
        try scratch.write(try Self.json("a"), to: "jwks.json")
        #expect(try await Self.ids(source) == ["a"])
    }

    // MARK: Address

    /// Serves one answer to every request on a loopback port while the body runs.
    static func serving<Answer>(
        _ status: HTTPResponseStatus,
        _ headers: HTTPHeaders = [:],
        _ body: String,
        _ test: (_ url: String, _ client: HTTPClient) async throws -> Answer
    ) async throws -> Answer {
        let group = MultiThreadedEventLoopGroup.singleton
        let server = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(FixedAnswer(status, headers, body))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let client = HTTPClient(eventLoopGroup: group, configuration: KeyAddress.clientConfiguration)
        do {
            let answer = try await test("http://127.0.0.1:\(server.localAddress?.port ?? 0)/jwks", client)
            try await client.shutdown()
            try await server.close()
            return answer
        } catch {
            try await client.shutdown()
            try await server.close()
            throw error
        }
    }

    @Test func `keys are fetched from their address, and a shared secret among them is not taken`() async throws {
        let keys = "{\"keys\":[\(try Forge.shared.jwk(.hs256, kid: "s")),\(try Forge.shared.jwk(.es256, kid: "k"))]}"
        let ids = try await Self.serving(.ok, [:], keys) { url, client in
            try await Self.ids(KeyAddress(url: url, client: client))
        }
        #expect(ids == ["k"])
    }

    @Test(arguments: [
        HTTPResponseStatus.internalServerError, .notFound, .found, .noContent, .movedPermanently, .unauthorized,
    ])
    func `any other answer is a fault, a redirect too`(status: HTTPResponseStatus) async throws {
        let headers: HTTPHeaders = ["Location": "https://evil.example/jwks"]
        let keys = status == .noContent ? "" : try Self.json("k")
        await #expect(throws: KeyDocument.Fault.self) {
            try await Self.serving(status, headers, keys) { url, client in
                _ = try await KeyAddress(url: url, client: client).load()
            }
        }
    }

    @Test func `an answer without end is given up`() async throws {
        let endless = "{\"keys\":[], \"x\":\"\(String(repeating: "x", count: 2 << 20))\"}"
        await #expect(throws: (any Error).self) {
            try await Self.serving(.ok, [:], endless) { url, client in
                _ = try await KeyAddress(url: url, client: client).load()
            }
        }
    }
}

/// Answers every request alike.
private final class FixedAnswer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let head: HTTPResponseHead
    private let body: String

    init(_ status: HTTPResponseStatus, _ headers: HTTPHeaders, _ body: String) {
        var headers = headers
        headers.add(name: "Content-Length", value: "\(body.utf8.count)")
        self.head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        self.body = body
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = self.unwrapInboundIn(data) else { return }
        context.write(self.wrapOutboundOut(.head(self.head)), promise: nil)
        context.write(self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: self.body)))), promise: nil)
        context.writeAndFlush(self.wrapOutboundOut(.end(nil)), promise: nil)
    }
}
