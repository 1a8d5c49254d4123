// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletWire
import Synchronization

/// A server of work sessions with idempotency keys, and a network that does to each request what the test says.
final class SessionServer: OutboxTransport {
    /// What happens to a request.
    enum Passage: Sendable {
        /// It is carried out and answered.
        case through
        /// It is not carried out.
        case refused(ShipmentAnswer)
        /// It is carried out, and the answer is lost.
        case answerLost
        /// It is never answered, until whoever waits gives up.
        case hung
    }

    struct Session: Equatable {
        var seconds: Int?
    }

    struct State {
        var passages: [Passage] = []
        /// Those whose turn comes when the list is at its end.
        var always = Passage.through
        var renewal = CredentialRenewal.renewed
        var requests: [[String]] = []
        var renewals = 0
        var replies: [String: RawJSON] = [:]
        var sessions: [String: Session] = [:]
        var totalSeconds = 0
        var activities = 0
        /// What the keys did not keep from happening twice.
        var faults: [String] = []
        var waiting: [(condition: @Sendable (State) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var now: State { self.state.withLock { $0 } }

    init(_ passages: [Passage] = [], always: Passage = .through) {
        self.state.withLock {
            $0.passages = passages
            $0.always = always
        }
    }

    func change(_ body: (inout State) -> Void) {
        self.state.withLock { body(&$0) }
    }

    /// Returns when the server has come so far.
    func reached(_ condition: @escaping @Sendable (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isReached = self.state.withLock { state in
                if !condition(state) { state.waiting.append((condition, continuation)) }
                return condition(state)
            }
            if isReached { continuation.resume() }
        }
    }

    func send(_ items: [OutboxItem]) async -> ShipmentAnswer {
        let (passage, answer) = self.state.withLock { state -> (Passage, ShipmentAnswer) in
            state.requests.append(items.map(\.entry.key))
            let passage = state.passages.isEmpty ? state.always : state.passages.removeFirst()
            switch passage {
            case .through, .answerLost: return (passage, .each(items.map { Self.carryOut($0, in: &state) }))
            case .refused(let answer): return (passage, answer)
            case .hung: return (passage, .whole(.fault(.lost)))
            }
        }
        self.tell()
        switch passage {
        case .through, .refused: return answer
        case .answerLost: return .whole(.fault(.lost))
        case .hung:
            try? await Task.sleep(for: .seconds(3600))
            return answer
        }
    }

    func refreshCredentials() async -> CredentialRenewal {
        let renewal = self.state.withLock { state in
            state.renewals += 1
            if state.renewal == .renewed { state.always = .through }
            return state.renewal
        }
        self.tell()
        return renewal
    }

    private func tell() {
        let told = self.state.withLock { state in
            let told = state.waiting.filter { $0.condition(state) }
            let copy = state
            state.waiting.removeAll { $0.condition(copy) }
            return told
        }
        for waiting in told { waiting.continuation.resume() }
    }

    private static func carryOut(_ item: OutboxItem, in state: inout State) -> DeliveryAnswer {
        if let reply = state.replies[item.entry.key] { return .accepted(reply) }
        let lane = item.entry.lane
        switch item.entry.method {
        case "session.start":
            if state.sessions[lane] != nil { state.faults.append("\(lane) started twice") }
            state.sessions[lane] = Session()
        case "session.end":
            guard let session = state.sessions[lane] else {
                return .error(RPCError(.notFound, "no such session"))
            }
            if session.seconds != nil { state.faults.append("\(lane) ended twice") }
            struct Params: Decodable {
                var seconds: Int
                private enum CodingKeys: String, CodingKey { case seconds = "duration_seconds" }
            }
            guard let params = try? item.params.decode(as: Params.self) else {
                return .error(.invalid("duration_seconds", "missing"))
            }
            state.sessions[lane]?.seconds = params.seconds
            state.totalSeconds += params.seconds
        default:
            state.activities += 1
        }
        let reply = RawJSON(trusted: Array("{\"id\":\(state.replies.count)}".utf8))
        state.replies[item.entry.key] = reply
        return .accepted(reply)
    }
}
