// SPDX-License-Identifier: Apache-2.0

import MartletWire

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

    let address: ServerAddress
    let carrier: any RequestCarrier
    let timeout: Duration
    /// The wall clock, from which an answer's dates count.
    let date: @Sendable () -> Timestamp

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
        throw self.error(of: answer)
    }

    /// Posts what is already written as JSON-RPC, and tells the answer as it came.
    func post(_ body: [UInt8], headers: [(name: String, value: String)]) async throws(RPCError) -> HTTPAnswer {
        try await self.send(CarriedRequest(route: "/rpc", headers: headers, body: body), within: self.timeout)
    }

    /// Reads a route, and tells the answer as it came.
    func read(
        _ route: String,
        headers: [(name: String, value: String)],
        within timeout: Duration
    ) async throws(RPCError) -> HTTPAnswer {
        try await self.send(CarriedRequest(route: route, headers: headers), within: timeout)
    }

    /// Asks a route that needs nothing said, and tells the status it answers with.
    func status(of route: String, headers: [(name: String, value: String)]) async throws(RPCError) -> Int {
        try await self.read(route, headers: headers, within: self.timeout).status
    }

    private func send(_ request: CarriedRequest, within timeout: Duration) async throws(RPCError) -> HTTPAnswer {
        do throws(CarriageFailure) {
            return try await self.carrier.carry(request, within: timeout)
        } catch {
            let outcome = error.mayHaveArrived ? RPCError.Outcome.unknown : RPCError.Outcome.none
            let data = RPCError.Detail(isRetryable: true, outcome: outcome)
            throw RPCError(.unavailable, "\(self.address.authority) \(error.reason)", data: data)
        }
    }

    /// What an answer means that is not a call's own: who knows whether the call reached the server.
    private func error(of answer: HTTPAnswer) -> RPCError {
        if let error = answer.error { return error }
        let status = answer.status
        let hint = answer.hint(at: self.date()).map { Milliseconds($0).rawValue }
        var retryable = RPCError.Detail(isRetryable: true, retryAfterMilliseconds: hint, outcome: .unknown)
        // Those two say that nobody has begun.
        if status == 425 || status == 429 { retryable.outcome = RPCError.Outcome.none }
        return switch status {
        case 401: RPCError(.unauthenticated, "not signed in")
        case 403: RPCError(.forbidden, "refused by the server, or by what stands before it")
        case 404, 405: RPCError(.methodNotFound, "nothing here answers calls: is the URL that of a martlet server?")
        case 413: RPCError(.tooLarge, "the call is larger than the server takes")
        case 429: RPCError(.rateLimited, "too many requests", data: retryable)
        case 408, 425, 502, 503, 504:
            RPCError(.unavailable, "the server cannot answer now (HTTP \(status))", data: retryable)
        case 500...: RPCError(.internalError, "the server failed (HTTP \(status))", data: retryable)
        default: RPCError(.internalError, "an answer that is none (HTTP \(status))")
        }
    }
}
