// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// Follows one stream across as many connections as it takes.
///
/// The decisions are ``MartletRules/Reception`` (what was missed), ``MartletRules/Reconnection`` (when to come back) and
/// ``MartletRules/SilenceWatch`` (who is dead); this dials, waits and hands on.
struct Follower<Time: Clock, Chance: RandomNumberGenerator> where Time.Duration == Duration {
    typealias Handle = (StreamUpdate) async throws -> Void

    /// How a connection ended, with what to tell of it.
    struct End {
        var ending: Reconnection<Time.Instant>.Ending
        var reason: String
        var refusal: RPCError?

        var closeCode: CloseCode? {
            if case .closed(let code, _) = self.ending { code } else { nil }
        }
    }

    let martlet: Martlet
    let clock: Time
    var chance: Chance
    var reception: Reception
    var reconnection = Reconnection<Time.Instant>()
    /// A number to resume from in whatever life the log is in, until the first hello.
    var startSeq: Seq?
    var need = Credentials.TokenNeed.use

    init(_ martlet: Martlet, from start: StreamStart, clock: Time, chance: Chance) {
        self.martlet = martlet
        self.clock = clock
        self.chance = chance
        switch start {
        case .live:
            self.reception = Reception()
        case .after(let position):
            self.reception = Reception(from: position)
        case .seq(let seq):
            self.reception = Reception()
            self.startSeq = seq
        }
    }

    /// Follows until the task is cancelled, the handler throws, or the server says to stay away.
    mutating func run(_ handle: Handle) async throws {
        while true {
            try Task.checkCancellation()
            let end = try await self.connection(handle)
            try Task.checkCancellation()
            let action = self.reconnection.ended(end.ending, at: self.clock.now, using: &self.chance)
            switch action {
            case .stop:
                throw self.error(end)
            case .refreshToken where !self.martlet.credentials.canRefresh:
                throw self.error(end)
            case .refreshToken(let delay):
                self.need = .refresh
                try await self.pause(delay, after: end, handle)
            case .dial(let delay):
                try await self.pause(delay, after: end, handle)
            }
        }
    }

    private func pause(_ delay: Duration, after end: End, _ handle: Handle) async throws {
        try await handle(.interrupted(reason: end.reason, retryAfter: delay))
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
        let outcome: Dialer.Outcome
        do throws(RPCError) {
            let headers = try await self.martlet.credentials.headers(for: self.need)
            self.need = .use
            let user = try await self.martlet.userID()
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
    ) async throws(RPCError) -> Dialer.Outcome {
        do throws(DialFailure) {
            return try await self.martlet.dialer.dial(path, headers: headers)
        } catch {
            let place = self.martlet.address.authority
            throw RPCError(.unavailable, "\(place) cannot be reached: \(error.reason)", data: .init(isRetryable: true))
        }
    }

    private func path(for user: UserID) -> String {
        let path = "/ws/user/\(user)"
        if let point = self.reception.resumePoint {
            return "\(path)?resume_from=\(point.seq)&epoch=\(Self.escaped(point.epoch.rawValue))"
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

    private static func escaped(_ text: String) -> String {
        text.utf8.reduce(into: "") { escaped, byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                escaped += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
    }
}
