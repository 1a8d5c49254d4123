// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// Follows one stream across as many connections as it takes.
///
/// The decisions are ``MartletRules/Reception`` (what was missed), ``MartletRules/Reconnection`` (when to come back) and
/// ``MartletRules/SilenceWatch`` (who is dead); this dials, waits and hands on.
struct Follower<Time: Clock, Chance: RandomNumberGenerator> where Time.Duration == Duration {
    typealias Handle = (SourceReport) async throws -> Void

    /// How a connection ended, with what to tell of it.
    struct End {
        var ending: Reconnection<Time.Instant>.Ending
        var reason: String
        var refusal: RPCError?

        var closeCode: CloseCode? {
            if case .closed(let code, _) = self.ending { code } else { nil }
        }
    }

    let server: ServerPort
    let identity: Identity
    let clock: Time
    var chance: Chance
    var reception: Reception
    var reconnection = Reconnection<Time.Instant>()
    /// A number to resume from in whatever life the log is in, until the first hello.
    var startSeq: Seq?
    var need = Credentials.TokenNeed.use
    /// Rung when somebody doubts that the connection still lives.
    let probes: Bell?

    init(
        _ server: ServerPort,
        as identity: Identity,
        from reception: Reception,
        startSeq: Seq? = nil,
        clock: Time,
        chance: Chance,
        probes: Bell? = nil
    ) {
        self.server = server
        self.probes = probes
        self.identity = identity
        self.reception = reception
        self.startSeq = startSeq
        self.clock = clock
        self.chance = chance
    }

    /// Follows until the task is cancelled, the handler throws, or the server says to stay away.
    mutating func run(_ handle: Handle) async throws {
        while true {
            try Task.checkCancellation()
            let end = try await self.connection(handle)
            try Task.checkCancellation()
            let action = self.reconnection.ended(end.ending, at: self.clock.now, using: &self.chance)
            let verdict = SourceVerdict(end.ending, then: action)
            switch action {
            case .stop:
                try await handle(.stopped(verdict))
                throw self.error(end)
            case .refreshToken where !self.identity.credentials.canRefresh:
                try await handle(.stopped(.halted(verdict.fault)))
                throw self.error(end)
            case .refreshToken(let delay):
                self.need = .refresh
                try await self.pause(delay, after: end, verdict, handle)
            case .dial(let delay):
                try await self.pause(delay, after: end, verdict, handle)
            }
        }
    }

    private func pause(
        _ delay: Duration,
        after end: End,
        _ verdict: SourceVerdict,
        _ handle: Handle
    ) async throws {
        try await handle(.interrupted(reason: end.reason, retryAfter: delay, verdict))
        if delay > .zero { try await self.clock.sleep(for: delay) }
    }

    private func error(_ end: End) -> StreamError {
        StreamError(
            end.reason,
            closeCode: end.closeCode,
            refusal: end.refusal,
            position: self.reception.resumePoint
        )
    }

    /// One connection, from dialling to its end.
    private mutating func connection(_ handle: Handle) async throws -> End {
        let outcome: DialOutcome
        do throws(RPCError) {
            let headers = try await self.identity.credentials.headers(for: self.need)
            self.need = .use
            let user = try await self.identity.user(askedOf: self.server.caller)
            outcome = try await self.dial(self.path(for: user), headers)
        } catch {
            return End(ending: Self.ending(of: error), reason: error.message, refusal: error)
        }
        switch outcome {
        case .refused(let status, let delay):
            return End(ending: .refused(status: status, hint: delay), reason: "the server answered HTTP \(status)")
        case .open(let socket):
            return try await self.attend(socket, handle)
        }
    }

    private func dial(
        _ path: String,
        _ headers: [(name: String, value: String)]
    ) async throws(RPCError) -> DialOutcome {
        do throws(DialFailure) {
            return try await self.server.dialer.dial(path, headers: headers)
        } catch {
            let place = self.server.address.authority
            throw RPCError(.unavailable, "\(place) cannot be reached: \(error.reason)", data: .init(isRetryable: true))
        }
    }

    private func path(for user: UserID) -> String {
        let path = "/ws/user/\(user)"
        if let point = self.reception.resumePoint {
            return "\(path)?resume_from=\(point.seq)&epoch=\(point.epoch.queryValue)"
        }
        return self.startSeq.map { "\(path)?resume_from=\($0)" } ?? path
    }

    /// Whether a refusal of what precedes the dial may be over later.
    private static func ending(of error: RPCError) -> Reconnection<Time.Instant>.Ending {
        switch error.code {
        case .unavailable, .rateLimited, .internalError: .unreachable
        case .unauthenticated: .closed(.notAuthenticated)
        case .notFound: .closed(.unknownUser)
        default: .refused(status: 400)
        }
    }
}
