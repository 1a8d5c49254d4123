// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import NIOCore
import NIOHTTP1
import Synchronization

/// Remembers what a server answered to an upgrade, for when it is no upgrade.
final class AnswerRecorder: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    /// The part of an answer that says whether to come back.
    struct Head: Sendable {
        var status = 0
        var retryAfter: Duration?
    }

    private let recorded = Mutex(Head())
    private let date: @Sendable () -> Timestamp

    /// Creates a recorder; dates in an answer count from `date`.
    init(date: @escaping @Sendable () -> Timestamp) {
        self.date = date
    }

    /// What was answered.
    var head: Head { self.recorded.withLock { $0 } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = Self.unwrapInboundIn(data) {
            let hint = head.headers.first(name: "Retry-After")
                .flatMap { RetryHint(retryAfter: $0, at: self.date())?.delay }
            self.recorded.withLock { $0 = Head(status: Int(head.status.code), retryAfter: hint) }
        }
        context.fireChannelRead(data)
    }
}
