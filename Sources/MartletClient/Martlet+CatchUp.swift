// SPDX-License-Identifier: Apache-2.0

import MartletRules
public import MartletWire
import Synchronization

extension Martlet {
    /// Loads everything that is shown first, page by page, when a handler is told ``FeedUpdate/resync(_:)``.
    ///
    /// Each page is a snapshot of its own moment. Events that a page already holds are not handed to the handler any
    /// more; those that it does not hold follow, be it after a restart.
    ///
    /// ```swift
    /// try await martlet.follow { update in
    ///     switch update {
    ///     case .resync: try await martlet.catchUp { page in show(page) }
    ///     case .event(let frame): apply(frame)
    ///     case .forget: clear()
    ///     }
    /// }
    /// ```
    /// - Parameter take: Given one page after the other; the first holds what is not part of one channel.
    /// - Throws: What the server says, or what `take` throws. A handler that lets it pass on is told again.
    public func catchUp(_ take: (SyncCatchUp.Result) async throws -> Void) async throws {
        var page = try await self.call(SyncCatchUp())
        var snapshot = Snapshot(page)
        try await take(page)
        var number = 1
        while page.hasMore {
            number += 1
            page = try await self.call(SyncCatchUp(page: number))
            guard snapshot.add(page) else {
                throw RPCError(.unavailable, "the log began anew meanwhile", data: .init(isRetryable: true))
            }
            try await take(page)
        }
        self.loaded.withLock { [snapshot] in $0 = snapshot }
    }
}
