// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// JSON-RPC as it comes from the edges.
extension Core {
    /// Carries out a request or a batch; nil answers notifications alone.
    package func call(_ call: ForwardedCall, _ answer: @escaping LinkAnswer<[UInt8]?>) {
        let body: RPCBody
        do throws(RPCError) {
            body = try RPCBody(decoding: call.body, methods: .standard, limits: self.settings.limits)
        } catch {
            self.undecoded.failed(.rpc)
            answer(.success(ResponseBytes.encode(id: .null, .failure(error))))
            return
        }
        switch body {
        case .single(let request):
            self.carryOut(request, for: call.caller, under: call.key) { answer(.success($0)) }
        case .batch(let requests):
            self.carryOut(requests[...], for: call.caller, under: call.key, after: []) { responses in
                answer(.success(ResponseBytes.batch(responses)))
            }
        }
    }

    /// A batch is run in order, each call after the one before has been answered.
    private func carryOut(
        _ requests: ArraySlice<RPCRequest>,
        for caller: Caller,
        under key: String?,
        after responses: [[UInt8]],
        _ done: @escaping @Sendable ([[UInt8]]) -> Void
    ) {
        guard let request = requests.first else {
            done(responses)
            return
        }
        self.carryOut(request, for: caller, under: key.map { "\($0).\(requests.startIndex)" }) { response in
            let responses = response.map { responses + [$0] } ?? responses
            self.carryOut(requests.dropFirst(), for: caller, under: key, after: responses, done)
        }
    }

    private func carryOut(
        _ request: RPCRequest,
        for caller: Caller,
        under key: String?,
        _ answer: @escaping @Sendable ([UInt8]?) -> Void
    ) {
        let id = request.id
        let (name, begin) = ((try? request.call.get()).map { type(of: $0).name.rawValue }, ContinuousClock.now)
        let respond: Handler.Answer = { [calls] outcome in
            calls.answered(name, CallOutcome(outcome), after: .now - begin)
            answer(id.map { ResponseBytes.encode(id: $0, outcome) })
        }
        do throws(RPCError) {
            let call = try request.call.get()
            try self.allowances.takeCall(by: caller.userID)
            try call.validate(within: self.settings.limits)
            self.call(call, for: caller, under: key, respond)
        } catch {
            respond(.failure(error))
        }
    }
}

extension CallOutcome {
    fileprivate init(_ outcome: Result<[UInt8], RPCError>) {
        switch outcome {
        case .success: self = .ok
        case .failure(let error): self.init(error.code)
        }
    }
}
