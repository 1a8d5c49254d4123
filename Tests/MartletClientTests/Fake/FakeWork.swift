// SPDX-License-Identifier: Apache-2.0

import MartletTesting
import MartletWire
import NIOHTTP1
import Synchronization

/// A server of work sessions behind a ``FakeServer``: it keeps what it is told, and says what a test wants.
final class FakeWork: Sendable {
    private struct State {
        var requests: [[any Method]] = []
        var seen: Set<String> = []
        var sessions: [LocalID: WorkSession] = [:]
        /// What is answered in place of doing it.
        var refusal: @Sendable (any Method) -> RPCError? = { _ in nil }
    }

    private let state = Mutex(State())

    /// What came, request by request.
    var requests: [[any Method]] { self.state.withLock { $0.requests } }

    /// What came of one kind.
    func calls<Call: Method>(of kind: Call.Type) -> [Call] { self.requests.flatMap { $0 }.compactMap { $0 as? Call } }

    /// The sessions as the server has them.
    var sessions: [LocalID: WorkSession] { self.state.withLock { $0.sessions } }

    /// Refuses calls from now on.
    func refuse(_ refusal: @escaping @Sendable (any Method) -> RPCError?) {
        self.state.withLock { $0.refusal = refusal }
    }

    /// Ends a session as the server or somebody else would.
    func end(_ session: LocalID, _ reason: WorkSessionEndReason) {
        self.state.withLock { state in
            state.sessions[session]?.status = .ended
            state.sessions[session]?.endReason = reason
        }
    }

    /// Answers for a server.
    func serve(_ server: FakeServer) {
        server.script.call { body, _ in (.ok, self.answer(to: body)) }
    }

    /// Returns once that has happened.
    func reached(_ condition: @Sendable (FakeWork) -> Bool) async throws {
        while !condition(self) { try await Task.sleep(for: .milliseconds(1)) }
    }

    private func answer(to body: String) -> String {
        let bytes = Array(body.utf8)
        let single = try? WireDecoder().decode(RPCRequest.self, from: bytes)
        let requests = (try? WireDecoder().decode([RPCRequest].self, from: bytes)) ?? single.map { [$0] } ?? []
        let calls = requests.compactMap { try? $0.call.get() }
        let answers = self.state.withLock { state in
            state.requests.append(calls)
            return requests.map { request in
                RPCResponse(id: request.id ?? .null, request.call.flatMap { Self.carryOut($0, in: &state) })
            }
        }
        let isBatch = body.first == "["
        let answer = isBatch ? try? WireEncoder().encode(answers) : try? WireEncoder().encode(answers[0])
        return String(decoding: answer ?? [], as: UTF8.self)
    }

    private static func carryOut(_ call: any Method, in state: inout State) -> Result<RawJSON, RPCError> {
        if let error = state.refusal(call) { return .failure(error) }
        do {
            switch call {
            case let start as SessionStart:
                let session = WorkSession(
                    id: 1,
                    localID: start.localID,
                    userID: 7,
                    repositoryOwner: start.repositoryOwner,
                    repositoryName: start.repositoryName,
                    pullRequest: start.pullRequest,
                    startedAt: start.startedAt ?? 0
                )
                state.sessions[start.localID] = state.sessions[start.localID] ?? session
                return .success(try RawJSON(Self.tracked(start.localID, in: state)))
            case let beat as SessionHeartbeat:
                return .success(try RawJSON(Self.tracked(beat.localID, in: state)))
            case let end as SessionEnd:
                guard let id = end.localID, var session = state.sessions[id] else {
                    return .failure(RPCError(.notFound, "no such session"))
                }
                if session.status == .active || session.endReason == .stale {
                    session.status = .ended
                    (session.endedAt, session.duration, session.endReason) = (end.endedAt, end.duration, end.reason)
                }
                state.sessions[id] = session
                return .success(try RawJSON(session))
            case let record as ActivityRecord:
                return .success(try RawJSON(ActivityRecord.Result(created: record.activities.count, known: 0)))
            default:
                return .success(.emptyObject)
            }
        } catch let error as RPCError {
            return .failure(error)
        } catch {
            return .failure(RPCError(.internalError, "the fake server failed"))
        }
    }

    private static func tracked(_ id: LocalID?, in state: State) throws -> TrackedSession {
        guard let id, let session = state.sessions[id] else { throw RPCError(.notFound, "no such session") }
        return TrackedSession(session: session, beaconToken: BeaconToken(rawValue: "b"))
    }
}
