// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import FoundationEssentials
import Logging
import MartletRules
import MartletServer
import MartletWire
import NIOCore
import NIOHTTP1
import Testing

/// A whole server in this process, in dev mode, on a port and in a directory of its own.
struct RunningServer: Sendable {
    let port: Int
    let directory: String

    /// Runs a story against a server, and ends it.
    static func run(
        _ adjust: (inout ServerSettings) -> Void = { _ in },
        _ story: @escaping @Sendable (RunningServer) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.path + "/martlet-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var settings = ServerSettings()
        settings.port = 0
        settings.data = directory
        settings.loops = 2
        settings.limitsRates = false
        settings.access.mode = .dev
        adjust(&settings)
        let (ports, found) = AsyncStream<Int>.makeStream()
        let server = Server(settings, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) { address in
            found.yield(address.port ?? 0)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { found.finish() }
                try await server.run()
            }
            guard let port = await ports.first(where: { _ in true }) else {
                try await group.next()
                return
            }
            let running = RunningServer(port: port, directory: directory)
            try await running.untilReady()
            do {
                try await story(running)
            } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
            // How a cancelled server ends is not what is tested here.
            _ = await group.nextResult()
        }
    }

    /// What a request was answered.
    struct Answer: Sendable {
        var status: UInt
        var headers: HTTPHeaders
        var body: ByteBuffer

        func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
            try WireDecoder().decode(type, from: [UInt8](buffer: self.body))
        }

        /// The error that a JSON body carries.
        var error: RPCError? {
            guard case .failure(let error) = try? self.decoded(as: RPCResponse.self).outcome else { return nil }
            return error
        }
    }

    func request(_ method: HTTPMethod, _ path: String, as user: UserID? = nil) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(self.port)\(path)")
        request.method = method
        if let user { request.headers.add(name: "x-martlet-user", value: "\(user)") }
        return request
    }

    func send(_ request: HTTPClientRequest) async throws -> Answer {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 26)
        return Answer(status: response.status.code, headers: response.headers, body: body)
    }

    func get(_ path: String, as user: UserID = 1, _ headers: HTTPHeaders = [:]) async throws -> Answer {
        var request = self.request(.GET, path, as: user)
        request.headers.add(contentsOf: headers)
        return try await self.send(request)
    }

    /// Makes one call that must succeed.
    func call<Call: Method>(_ call: Call, as user: UserID = 1) async throws -> Call.Result {
        let answer = try await self.answer(to: call, as: user)
        let bytes = [UInt8](buffer: answer.body)
        return try WireDecoder().decode(Success<Call.Result>.self, from: bytes).result
    }

    /// Makes one call.
    func answer<Call: Method>(to call: Call, as user: UserID = 1) async throws -> Answer {
        var request = self.request(.POST, "/rpc", as: user)
        request.headers.add(name: "content-type", value: "application/json")
        let body = try WireEncoder().encode(Envelope(method: Call.name.rawValue, params: call))
        request.body = .bytes(body)
        return try await self.send(request)
    }

    private func untilReady() async throws {
        // The port is bound before the edge has joined the log.
        while try await self.get("/readyz").status != 200 { await Task.yield() }
    }

    private struct Envelope<Params: Encodable>: Encodable {
        var jsonrpc = "2.0"
        var id = 1
        var method: String
        var params: Params
    }

    private struct Success<Result: Decodable>: Decodable {
        var result: Result
    }
}
