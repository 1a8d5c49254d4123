// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import MartletWire
import NIOCore
import NIOHTTP1

/// Carries calls to `POST /rpc`, one a request.
struct HTTPCaller: Sendable {
    private struct Request: Encodable {
        private enum CodingKeys: String, CodingKey {
            case version = "jsonrpc"
            case id, method, params
        }

        let version = "2.0"
        let id: RPCID = .number(1)
        var method: String
        var params: RawJSON
    }

    /// One for the whole process, so that no client needs closing.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(10)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// The largest answer that is read.
    private static let answerLimit = 64 * 1024 * 1024

    let address: ServerAddress
    let tls: TLSTrust?
    let timeout: Duration

    /// Sends one call and waits for its answer.
    func call(
        _ method: String,
        params: RawJSON,
        headers: [(name: String, value: String)]
    ) async throws(RPCError) -> RawJSON {
        let body: [UInt8]
        do {
            body = try WireEncoder().encode(Request(method: method, params: params))
        } catch {
            throw RPCError(.invalidParams, "the parameters cannot be written as JSON")
        }
        let answer = try await self.post(body, headers: headers)
        if let response = try? WireDecoder().decode(RPCResponse.self, from: answer.body) {
            return try response.outcome.get()
        }
        throw Self.error(answer)
    }

    /// Posts what is already written as JSON-RPC, and tells the answer as it came.
    func post(_ body: [UInt8], headers: [(name: String, value: String)]) async throws(RPCError) -> HTTPAnswer {
        var request = self.request(of: "/rpc", headers: headers)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: body))
        return try await self.send(request, within: self.timeout)
    }

    /// Reads a route, and tells the answer as it came.
    func read(
        _ route: String,
        headers: [(name: String, value: String)],
        within timeout: Duration
    ) async throws(RPCError) -> HTTPAnswer {
        try await self.send(self.request(of: route, headers: headers), within: timeout)
    }

    /// Asks a route that needs nothing said, and tells the status it answers with.
    func status(of route: String, headers: [(name: String, value: String)]) async throws(RPCError) -> Int {
        try await self.read(route, headers: headers, within: self.timeout).status
    }

    private func request(of route: String, headers: [(name: String, value: String)]) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: self.address.url(of: route))
        request.tlsConfiguration = self.tls?.configuration
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        return request
    }

    private func send(
        _ request: HTTPClientRequest,
        within timeout: Duration
    ) async throws(RPCError) -> HTTPAnswer {
        do {
            let deadline = NIODeadline.now() + TimeAmount(timeout)
            let response = try await Self.client.execute(request, deadline: deadline)
            let body = try await response.body.collect(upTo: Self.answerLimit)
            return HTTPAnswer(
                status: Int(response.status.code),
                body: Array(body.readableBytesView),
                retryAfter: response.headers.first(name: "Retry-After")
            )
        } catch {
            throw self.error(of: error)
        }
    }

    private func error(of failure: any Error) -> RPCError {
        let place = self.address.authority
        if failure is CancellationError {
            return RPCError(.unavailable, "given up", data: .init(isRetryable: true, outcome: .unknown))
        }
        switch failure as? HTTPClientError {
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            let data = RPCError.Detail(isRetryable: true, outcome: .unknown)
            return RPCError(.unavailable, "\(place) did not answer in time", data: data)
        case .connectTimeout:
            let data = RPCError.Detail(isRetryable: true, outcome: RPCError.Outcome.none)
            return RPCError(.unavailable, "\(place) cannot be reached: no answer", data: data)
        default:
            break
        }
        if let dial = DialFailure(unreached: failure) {
            let data = RPCError.Detail(isRetryable: true, outcome: RPCError.Outcome.none)
            return RPCError(.unavailable, "\(place) cannot be reached: \(dial.reason)", data: data)
        }
        let data = RPCError.Detail(isRetryable: true, outcome: .unknown)
        return RPCError(.unavailable, "\(place) gave no answer: the connection was lost or is not HTTP", data: data)
    }

    private static func error(_ answer: HTTPAnswer) -> RPCError {
        if let error = answer.error { return error }
        let status = answer.status
        let retryAfter = answer.retryAfter.flatMap { UInt32($0) }.map { Int64($0) * 1000 }
        let retryable = RPCError.Detail(isRetryable: true, retryAfterMilliseconds: retryAfter, outcome: .unknown)
        return switch status {
        case 401: RPCError(.unauthenticated, "not signed in")
        case 403: RPCError(.forbidden, "refused by the server, or by what stands before it")
        case 404, 405: RPCError(.methodNotFound, "nothing here answers calls: is the URL that of a martlet server?")
        case 413: RPCError(.tooLarge, "the call is larger than the server takes")
        case 429: RPCError(.rateLimited, "too many requests", data: retryable)
        case 500...: RPCError(.unavailable, "the server cannot answer now (HTTP \(status))", data: retryable)
        default: RPCError(.internalError, "an answer that is none (HTTP \(status))")
        }
    }
}
