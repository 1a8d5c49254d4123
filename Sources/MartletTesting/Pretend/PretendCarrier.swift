// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire
import Synchronization

/// Carries requests to a ``PretendServer``.
struct PretendCarrier: RequestCarrier {
    let server: PretendServer

    func carry(_ request: CarriedRequest, within timeout: Duration) async throws(CarriageFailure) -> HTTPAnswer {
        guard self.server.state.withLock({ $0.isReachable }) else {
            throw CarriageFailure("cannot be reached", mayHaveArrived: false)
        }
        if let body = request.body { return await self.calls(body) }
        if request.route.hasPrefix("/v1/events") { return self.page(after: request.route) }
        return HTTPAnswer(status: request.route == "/readyz" ? 200 : 404, body: [])
    }

    private func calls(_ body: [UInt8]) async -> HTTPAnswer {
        let decoder = WireDecoder()
        if let call = try? decoder.decode(PretendCall.self, from: body) {
            return HTTPAnswer(status: 200, body: await self.server.answer(call))
        }
        guard let calls = try? decoder.decode([PretendCall].self, from: body) else {
            return HTTPAnswer(status: 400, body: [])
        }
        var answers: [[UInt8]] = []
        for call in calls { answers.append(await self.server.answer(call)) }
        let body = Array("[".utf8) + answers.joined(separator: Array(",".utf8)) + Array("]".utf8)
        return HTTPAnswer(status: 200, body: body)
    }

    /// Everything after a place, at once: nobody waits in a test.
    private func page(after route: String) -> HTTPAnswer {
        let page = self.server.state.withLock { state in
            let start = state.start(of: route, seq: "since")
            var page = LongPollPage(epoch: state.epoch, seq: state.head, events: [])
            switch start {
            case .live: break
            case .replay(let frames): page.events = frames
            case .resync(let reason): page.resync = reason
            }
            return page
        }
        return HTTPAnswer(status: 200, body: (try? WireEncoder().encode(page)) ?? [])
    }
}

extension PretendServer {
    /// Answers one call, the same way each time if it has a key.
    func answer(_ call: PretendCall) async -> [UInt8] {
        let (answer, reply) = self.state.withLock { state in
            state.calls.append(call)
            return (state.answers[call.method], call.key.flatMap { state.replies[$0] })
        }
        if let reply { return RPCResponse.encode(id: call.id, result: reply) }
        let failure: RPCError
        do {
            guard let answer else { throw RPCError(.methodNotFound, "the test says no answer to \(call.method)") }
            let result = try await answer(call.params)
            if let key = call.key { self.state.withLock { $0.replies[key] = result } }
            return RPCResponse.encode(id: call.id, result: result)
        } catch {
            failure = error as? RPCError ?? RPCError(.internalError, "the test's answer failed")
        }
        return (try? WireEncoder().encode(RPCResponse(id: call.id, .failure(failure)))) ?? []
    }
}

extension PretendServer.State {
    /// Where whoever comes begins.
    enum Start {
        case live
        case replay([EventFrame])
        case resync(ResyncReason)
    }

    /// Reads a route's query; `seq` is the name of the field that says after what.
    func start(of route: String, seq name: String) -> Start {
        let query = route.split(separator: "?").dropFirst().first?.split(separator: "&") ?? []
        let fields = Dictionary(
            query.map { ($0.prefix { $0 != "=" }, $0.drop { $0 != "=" }.dropFirst()) },
            uniquingKeysWith: { first, _ in first }
        )
        guard let seq = fields[name[...]].flatMap({ Seq($0) }) else { return .live }
        if let epoch = fields["epoch"], epoch != self.epoch.rawValue { return .resync(.epoch) }
        if seq > self.head { return .resync(.ahead) }
        if seq + 1 < self.floor { return .resync(.expired) }
        return .replay(self.log.filter { ($0.seq ?? 0) > seq })
    }
}
