// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MartletRules
import MartletWire
import NIOCore
import ServiceLifecycle

/// `GET /v1/events`: the same log as the sockets', a page at a time.
struct PollRoute: Sendable {
    let edge: Edge
    let limits: Limits
    let connectionID: @Sendable () -> ConnectionID
    let clock: @Sendable () -> Timestamp

    /// Answers with what the caller is entitled to after a position, waiting for the first event if there is none yet.
    func answer(
        _ request: Hummingbird.Request,
        for caller: Caller,
        on eventLoop: any EventLoop
    ) async throws -> Response {
        let query = request.uri.queryParameters
        let wait: Milliseconds
        do throws(RPCError) {
            wait = try self.wait(query["wait_ms"].map(String.init))
        } catch {
            return .json(ResponseBytes.encode(id: .null, .failure(error)), status: .badRequest)
        }
        guard let inbox = self.edge.inbox(on: eventLoop), self.edge.isReady else {
            return Self.unavailable(retryAfter: 1000)
        }
        let answer = eventLoop.makePromise(of: PollAnswer.self)
        let poll = Poll(
            user: caller.userID,
            epoch: query["epoch"].map(String.init),
            from: query["since"].map(String.init),
            wait: wait,
            reach: self.limits.pollReach,
            limit: self.limits.pollEvents,
            origin: SessionOrigin(id: self.connectionID(), transport: .poll, openedAt: self.clock())
        )
        inbox.post { shard in shard.begin(poll, answer) }
        do {
            let page = try await withTaskCancellationHandler {
                try await withGracefulShutdownHandler {
                    try await answer.futureResult.get()
                } onGracefulShutdown: {
                    answer.fail(SessionClosed(code: .serviceRestart, reason: ""))
                }
            } onCancel: {
                answer.fail(CancellationError())
            }
            return .json(try page.encoded(), status: .ok)
        } catch let closed as SessionClosed {
            return Self.refused(closed)
        }
    }

    private func wait(_ text: String?) throws(RPCError) -> Milliseconds {
        guard let text else { return 0 }
        guard let number = Int64(text), number >= 0, number <= self.limits.pollWait.rawValue else {
            throw .invalid("wait_ms", "0 to \(self.limits.pollWait.rawValue)", limit: self.limits.pollWait.rawValue)
        }
        return Milliseconds(rawValue: number)
    }

    private static func refused(_ closed: SessionClosed) -> Response {
        switch closed.code {
        case .tooManyConnections:
            let error = RPCError(.rateLimited, "too many connections", data: .init(isRetryable: true))
            return .json(ResponseBytes.encode(id: .null, .failure(error)), status: .tooManyRequests)
        case .unknownUser:
            return .json(ResponseBytes.encode(id: .null, .failure(.notFound("person"))), status: .forbidden)
        default:
            return Self.unavailable(retryAfter: 1000)
        }
    }

    static func unavailable(retryAfter milliseconds: Int64) -> Response {
        let error = RPCError(
            .unavailable,
            "events cannot be read now",
            data: .init(isRetryable: true, retryAfterMilliseconds: milliseconds)
        )
        let seconds = String(max(milliseconds / 1000, 1))
        let headers: HTTPFields = [.retryAfter: seconds]
        return .json(ResponseBytes.encode(id: .null, .failure(error)), status: .serviceUnavailable, headers: headers)
    }
}

/// What one long poll asks for.
struct Poll: Sendable {
    var user: UserID
    var epoch: String?
    var from: String?
    var wait: Milliseconds
    /// How many entitled events it may reach back.
    var reach: Int
    /// How many of them one page has.
    var limit: Int
    var origin: SessionOrigin
}

extension FanoutShard {
    /// Begins a poll's session; it ends with its answer.
    func begin(_ poll: Poll, _ answer: EventLoopPromise<PollAnswer>) {
        let outlet = PollOutlet(limit: poll.limit, answer: answer)
        let session = Session(user: poll.user, outlet: outlet, resumeLimit: poll.reach, origin: poll.origin)
        session.isActive = false
        let timer = self.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(poll.wait.duration)) {
            // Whatever the wait, a session that is owed something is given it first.
            if session.isLive { outlet.finish() } else { outlet.isOutOfTime = true }
        }
        answer.futureResult.assumeIsolated().whenComplete { _ in
            timer.cancel()
            self.detach(session, isFarewell: false)
        }
        self.attach(session, epoch: poll.epoch, from: poll.from)
    }
}
