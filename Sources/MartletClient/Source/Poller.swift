// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// Polls until it is cancelled or told to stop, in chains of long polls or once in a long while.
///
/// ``MartletRules/LongPolling`` and ``MartletRules/BackgroundPolling`` decide when.
struct Poller<Time: Clock, Chance: RandomNumberGenerator> where Time.Duration == Duration {
    typealias Handle = (SourceReport) async throws -> Void

    /// When to poll.
    enum Rhythm {
        /// As soon as anything can have happened.
        case chained(LongPolling<Time.Instant>)
        /// Once in a long while.
        case rare(BackgroundPolling)
    }

    let server: ServerPort
    let identity: Identity
    let clock: Time
    let date: @Sendable () -> Timestamp
    var chance: Chance
    var reception: Reception
    var rhythm: Rhythm

    /// Polls until the task is cancelled, the handler throws, or the server says to stay away.
    mutating func run(_ handle: Handle) async throws {
        var action = self.firstAction
        while true {
            let (delay, need): (Duration, Credentials.TokenNeed)
            switch action {
            case .poll(let pause): (delay, need) = (pause, .use)
            case .refreshToken(let pause): (delay, need) = (pause, .refresh)
            case .stop(let verdict):
                try await handle(.stopped(verdict))
                return
            }
            if delay > .zero { try await self.clock.sleep(for: delay) }
            try Task.checkCancellation()
            action = try await self.poll(need, handle)
        }
    }

    private var firstAction: PollAction {
        switch self.rhythm {
        case .chained: .poll(after: .zero)
        case .rare(let polling): polling.started(at: self.date())
        }
    }

    private mutating func poll(_ need: Credentials.TokenNeed, _ handle: Handle) async throws -> PollAction {
        if case .chained(var polling) = self.rhythm {
            polling.asked(at: self.clock.now)
            self.rhythm = .chained(polling)
        }
        let request = PollRequest(
            server: self.server,
            identity: self.identity,
            wait: self.wait,
            need: need,
            date: self.date
        )
        let result = try await request.poll(&self.reception, handle)
        try Task.checkCancellation()
        let action = self.ended(result)
        guard let fault = result.fault else { return action }
        switch action {
        case .poll(let delay):
            try await handle(.interrupted(reason: fault.description, retryAfter: delay, .interrupted(fault)))
        case .refreshToken where !self.identity.credentials.canRefresh:
            return .stop(.halted(fault))
        case .refreshToken, .stop:
            break
        }
        return action
    }

    private var wait: Milliseconds {
        switch self.rhythm {
        case .chained: LongPolling<Time.Instant>.wait
        case .rare: BackgroundPolling.wait
        }
    }

    private mutating func ended(_ result: PollResult) -> PollAction {
        switch self.rhythm {
        case .chained(var polling):
            let action = polling.ended(result, at: self.clock.now, using: &self.chance)
            self.rhythm = .chained(polling)
            return action
        case .rare(var polling):
            let action = polling.ended(result, at: self.date())
            self.rhythm = .rare(polling)
            return action
        }
    }
}
