// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import MartletStore
import MartletTesting
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import MartletServer

@Suite struct ReadinessTests {
    private static func answer(_ readiness: Readiness, _ path: String, refusal: Response? = nil) async throws -> String
    {
        let router = Router(context: BasicRequestContext.self)
        OperationsRoutes(readiness: readiness, registry: PrometheusRegistry())
            .add(to: router) { _, _ in refusal }
        let request = HummingbirdCore.Request(
            head: .init(method: .get, scheme: "http", authority: "localhost", path: path),
            body: .init(buffer: ByteBuffer())
        )
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let context = BasicRequestContext(source: .init(channel: EmbeddedChannel(), logger: silent))
        let response = try await router.buildResponder().respond(to: request, context: context)
        let lines = TextWriter.Lines()
        try await response.body.write(TextWriter(lines))
        return "\(response.status.code) \(lines.text.withLock { $0 })"
    }

    @Test func `a server is ready when nothing stands in the way`() async throws {
        let ready = Readiness(isDraining: { false }, store: { .writable }, isLinked: { true })
        #expect(try await Self.answer(ready, "/readyz") == "200 {\"ready\":true,\"reasons\":[]}\n")
    }

    @Test func `it says everything that stands in the way, and none of the store's words`() async throws {
        let unready = Readiness(
            isStarted: { false },
            isDraining: { true },
            store: { .failing("disk full: /secret/path") },
            isLinked: { false }
        )
        #expect(
            try await Self.answer(unready, "/readyz")
                == #"503 {"ready":false,"reasons":["starting","draining","store_not_writable","link_down"]}"# + "\n"
        )
    }

    @Test func `what is not here does not stand in the way`() {
        #expect(Readiness(isDraining: { false }).obstacles == [])
        let registry = PrometheusRegistry()
        Readiness(isDraining: { true }, isLinked: { false }).show(in: registry)
        let text = registry.text()
        #expect(text.contains("\nmartlet_draining 1\n"))
        #expect(text.contains("\nmartlet_link_up 0\n"))
        #expect(!text.contains("martlet_store_writable"))
    }

    @Test func `a server that is alive but not ready is alive`() async throws {
        let draining = Readiness(isDraining: { true })
        #expect(try await Self.answer(draining, "/healthz") == "200 {\"healthy\":true}\n")
    }

    @Test func `metrics are for whom the server lets`() async throws {
        let ready = Readiness(isDraining: { false })
        #expect(try await Self.answer(ready, "/metrics").hasPrefix("200 # HELP martlet_"))
        #expect(try await Self.answer(ready, "/metrics", refusal: Response(status: .forbidden)) == "403 ")
    }
}

/// Takes a response's body as text.
private final class TextWriter: ResponseBodyWriter {
    private let lines: Lines

    final class Lines: Sendable {
        let text = Mutex("")
    }

    init(_ lines: Lines) {
        self.lines = lines
    }

    func write(_ buffer: ByteBuffer) { self.lines.text.withLock { $0 += String(buffer: buffer) } }

    consuming func finish(_ trailingHeaders: HTTPFields?) {}
}
