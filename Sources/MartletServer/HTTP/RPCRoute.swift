// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MartletRules
import MartletWire
import NIOCore

/// `POST /rpc`: JSON-RPC 2.0 over HTTP.
struct RPCRoute: Sendable {
    let link: any Link
    let limits: Limits

    /// Answers one body; notifications alone are answered with nothing.
    func answer(_ request: Hummingbird.Request, for caller: Caller) async throws -> Response {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: self.limits.rpcBody)
        } catch is NIOTooManyBytesError {
            let error = RPCError(
                .tooLarge,
                "at most \(self.limits.rpcBody) bytes",
                data: RPCError.Detail(limit: Int64(self.limits.rpcBody))
            )
            return .json(ResponseBytes.encode(id: .null, .failure(error)), status: .contentTooLarge)
        }
        let call = ForwardedCall(caller: caller, body: [UInt8](buffer: body))
        let answer: Result<[UInt8]?, RPCError> = await withCheckedContinuation { continuation in
            self.link.call(call) { continuation.resume(returning: $0) }
        }
        switch answer {
        case .success(nil): return Response(status: .noContent)
        case .success(let bytes?): return .json(bytes, status: .ok)
        case .failure(let error): return .json(ResponseBytes.encode(id: .null, .failure(error)), status: .ok)
        }
    }
}

extension Response {
    /// A JSON body that is encoded already.
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
