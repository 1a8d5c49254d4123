// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletWire
import Synchronization

extension RemoteLink {
    package func joinAgain() {
        self.state.withLock { $0.line }?.joinAgain()
    }

    package func entries(after seq: Seq, limit: Int, _ answer: @escaping LinkAnswer<[LogEntry]>) {
        self.ask(.entries(.init(after: seq, limit: limit))) { answer($0.flatMap(\.entries)) }
    }

    package func attach(_ request: AttachRequest, _ answer: @escaping LinkAnswer<Attachment>) {
        self.ask(.attach(request), patience: self.patience.attach) { answer($0.flatMap { $0.decoded() }) }
    }

    package func replay(_ request: ReplayRequest, _ answer: @escaping LinkAnswer<[LogEntry]>) {
        self.ask(.replay(request)) { answer($0.flatMap(\.entries)) }
    }

    package func count(_ request: ReplayRequest, _ answer: @escaping LinkAnswer<Int>) {
        self.ask(.count(request)) { answer($0.flatMap { $0.decoded() }) }
    }

    package func presence(of workspaces: [WorkspaceID], _ answer: @escaping LinkAnswer<[[UInt8]]>) {
        self.ask(.presence(workspaces)) { outcome in
            answer(outcome.flatMap { $0.decoded(as: [RawJSON].self) }.map { $0.map(\.bytes) })
        }
    }

    /// Forwards a call; if the core does not answer, each of its requests is answered with why.
    package func call(_ call: ForwardedCall, _ answer: @escaping LinkAnswer<[UInt8]?>) {
        guard String(validating: call.body, as: UTF8.self) != nil else {
            let error = RPCError(.parseError, "not JSON: not UTF-8")
            answer(.success(ResponseBytes.encode(id: .null, .failure(error))))
            return
        }
        var named = call
        named.key = self.carrier.mark.map { mark in
            let number = self.state.withLock { state in
                state.calls += 1
                return state.calls
            }
            return "\(mark).\(number)"
        }
        self.ask(.call(named)) { outcome in
            switch outcome {
            case .success(.json(let json)): answer(.success(json.bytes == Array("null".utf8) ? nil : json.bytes))
            case .success(.entries): answer(.success(call.answering(.lostOnLink)))
            case .failure(let error): answer(.success(call.answering(error)))
            }
        }
    }

    package func beacon(_ beacon: SessionBeacon, _ answer: @escaping LinkAnswer<SessionBeacon.Answer>) {
        self.ask(.beacon(beacon)) { answer($0.flatMap { $0.decoded() }) }
    }

    package func report(_ count: ConnectionCount) {
        // While the core is away nothing is noted: when it is back it is told of everyone.
        self.state.withLock { $0.line }?.send(EdgeMessage.report(count))
    }

    package func reconcile(_ counts: [UserID: Int]) {
        let counts = counts.map { ConnectionCount(user: $0.key, count: $0.value) }
        self.state.withLock { $0.line }?.send(EdgeMessage.reconcile(counts))
    }

    // MARK: - Questions

    func ask(
        _ question: LinkQuestion,
        patience: Duration? = nil,
        _ answer: @escaping LinkRequests<Instant>.Answer
    ) {
        let deadline = Instant.now.advanced(by: patience ?? self.patience.answer)
        self.ask(LinkRequests<Instant>.Pending(question: question, deadline: deadline, answer: answer))
    }

    /// Asks again what has not been answered and changes nothing, under the same names: the first answer counts.
    func askAgain(where isMeant: (LinkQuestion) -> Bool) {
        let (line, waiting) = self.state.withLock { ($0.line, $0.requests.waiting(where: isMeant)) }
        for (id, question) in waiting { line?.send(EdgeMessage.ask(id, question)) }
    }

    func ask(_ pending: LinkRequests<Instant>.Pending) {
        enum Way { case ask(Int64, any CoreLine), wait, none }
        let way = self.state.withLock { state -> Way in
            if let line = state.line { return .ask(state.requests.asked(pending), line) }
            guard pending.question.isAttach, !state.isOver else { return .none }
            state.held.append(pending)
            return .wait
        }
        switch way {
        case .wait: break
        case .none: pending.answer(.failure(.noLink))
        case .ask(let id, let line):
            guard !line.send(EdgeMessage.ask(id, pending.question)) else { return }
            self.state.withLock { $0.requests.answered(id) }?.answer(.failure(.noLink))
        }
    }
}

extension LinkQuestion {
    var isAttach: Bool {
        if case .attach = self { true } else { false }
    }
}

extension LinkAnswerBody {
    /// The entries that were asked for.
    var entries: Result<[LogEntry], RPCError> {
        guard case .entries(let entries) = self else { return .failure(.noLink) }
        return .success(entries)
    }

    /// Reads what was asked for.
    func decoded<Answer: Decodable>(as type: Answer.Type = Answer.self) -> Result<Answer, RPCError> {
        guard case .json(let json) = self, let answer = try? json.decode(as: type) else {
            return .failure(.lostOnLink)
        }
        return .success(answer)
    }
}

extension ForwardedCall {
    /// The same error as the answer to each request that wants one; nil if none does.
    func answering(_ error: RPCError) -> [UInt8]? {
        switch try? RPCBody(decoding: self.body, methods: .standard, limits: .standard) {
        case .single(let request): request.id.map { ResponseBytes.encode(id: $0, .failure(error)) }
        case .batch(let requests):
            ResponseBytes.batch(requests.compactMap(\.id).map { ResponseBytes.encode(id: $0, .failure(error)) })
        case nil: ResponseBytes.encode(id: .null, .failure(error))
        }
    }
}
