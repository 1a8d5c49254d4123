// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MartletRules
import MartletWire
import NIOCore

/// `/api/…`: the work-session methods for clients that speak plain HTTP, and the beacon of pages that close.
///
/// A body holds a method's params; `Idempotency-Key` is its `idempotency_key`. The answer is the method's result alone.
struct WorkSessionRoute: Sendable {
    /// The most that a beacon's body may have: what browsers send from a page that closes.
    static let beaconLimit = 64 * 1024

    let link: any Link
    let limits: Limits

    func add(to router: Router<RouteContext>) {
        router.post("/api/sessions/start") { request, context in
            await self.call(SessionStart.self, request, for: context.caller) { _ in }
        }
        router.post("/api/sessions/:id/end") { request, context in
            let id = context.parameters.get("id").flatMap { WorkSessionID($0) }
            return await self.call(SessionEnd.self, request, for: context.caller) { call throws(RPCError) in
                guard let id else { throw RPCError.notFound("session") }
                call.id = id
            }
        }
        router.post("/api/activities/batch") { request, context in
            await self.call(ActivityRecord.self, request, for: context.caller) { _ in }
        }
        router.post("/api/sync/sessions") { request, _ in await self.beacon(request) }
    }

    private func call<Call: MutatingMethod>(
        _ method: Call.Type,
        _ request: Hummingbird.Request,
        for caller: Caller?,
        completing complete: (inout Call) throws(RPCError) -> Void
    ) async -> Response {
        guard let caller else { return .refused(.notAuthenticated) }
        do throws(RPCError) {
            var call = try await self.body(of: request, as: method, atMost: self.limits.rpcBody)
            if let key = request.headers[.idempotencyKey] { call.idempotencyKey = key }
            try complete(&call)
            let result = try await self.result(of: call, for: caller)
            return .json(result.bytes, status: .ok)
        } catch {
            return .refused(error)
        }
    }

    private func beacon(_ request: Hummingbird.Request) async -> Response {
        do throws(RPCError) {
            let beacon = try await self.body(of: request, as: SessionBeacon.self, atMost: Self.beaconLimit)
            let answer: Result<SessionBeacon.Answer, RPCError> = await withCheckedContinuation { continuation in
                self.link.beacon(beacon) { continuation.resume(returning: $0) }
            }
            let ended = try answer.get()
            return .json((try? WireEncoder().encode(ended)) ?? [], status: .ok)
        } catch {
            return .refused(error)
        }
    }

    /// Reads a body; an empty one is an empty object.
    private func body<Body: Decodable>(
        of request: Hummingbird.Request,
        as type: Body.Type,
        atMost limit: Int
    ) async throws(RPCError) -> Body {
        do {
            let bytes = [UInt8](buffer: try await request.body.collect(upTo: limit))
            return try WireDecoder().decode(type, from: bytes.isEmpty ? Array("{}".utf8) : bytes)
        } catch is NIOTooManyBytesError {
            throw RPCError(.tooLarge, "at most \(limit) bytes", data: RPCError.Detail(limit: Int64(limit)))
        } catch let error as DecodingError {
            throw RPCError(error)
        } catch {
            throw RPCError(.parseError, "the body is not JSON")
        }
    }

    private func result(of call: some Method, for caller: Caller) async throws(RPCError) -> RawJSON {
        guard let body = try? WireEncoder().encode(RPCRequest(id: .number(1), call)) else {
            throw RPCError(.internalError, "the call could not be written")
        }
        let answer: Result<[UInt8]?, RPCError> = await withCheckedContinuation { continuation in
            self.link.call(ForwardedCall(caller: caller, body: body)) { continuation.resume(returning: $0) }
        }
        guard let bytes = try answer.get(), let response = try? WireDecoder().decode(RPCResponse.self, from: bytes)
        else { throw RPCError(.internalError, "the answer could not be read") }
        return try response.outcome.get()
    }
}

extension HTTPField.Name {
    fileprivate static var idempotencyKey: Self { Self("Idempotency-Key") ?? .eTag }
}
