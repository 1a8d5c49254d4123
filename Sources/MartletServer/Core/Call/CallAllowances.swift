// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Synchronization

/// What each person may still do now, over all their connections.
final class CallAllowances: Sendable {
    private let calls: Mutex<RPCAllowance<ContinuousClock.Instant>>
    private let typing: Mutex<TypingAllowance<ContinuousClock.Instant>>
    private let metrics = RateLimitMetrics()

    init(_ settings: CoreSettings) {
        self.calls = Mutex(RPCAllowance(settings.calls))
        self.typing = Mutex(TypingAllowance(settings.limitsTyping ? TypingLimits(settings.limits) : nil))
    }

    /// Whether a typing signal is relayed; what is not, is counted.
    func relaysTyping(by user: UserID, in channel: ChannelID) -> Bool {
        let isRelayed = self.typing.withLock { $0.relays(from: user, in: channel, at: .now) }
        if !isRelayed { self.metrics.limited(.typing) }
        return isRelayed
    }

    /// Takes one call from a person's allowance.
    func takeCall(by user: UserID) throws(RPCError) {
        let decision = self.calls.withLock { $0.call(by: user, at: .now) }
        guard case .retryAfter(let wait) = decision else { return }
        self.metrics.limited(.call)
        throw RPCError(
            .rateLimited,
            "too many calls",
            data: RPCError.Detail(isRetryable: true, retryAfterMilliseconds: Milliseconds(roundingUp: wait).rawValue)
        )
    }
}

extension TypingLimits {
    fileprivate init(_ limits: Limits) {
        self.init(
            channel: Rate(every: limits.typingInterval.duration, burst: limits.typingBurst),
            count: limits.typingPerWindow,
            window: limits.typingWindow.duration
        )
    }
}
