// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletStore
import MartletWire
import ServiceLifecycle

/// Forgets what need not be kept: old entries of the log, old keyed calls, sign-ins that are over, uploads
/// that nothing refers to, and once a day the words that deleted and edited messages left in the search index.
struct Housekeeping: Service {
    /// How long a keyed call is remembered.
    static let keyLife: Duration = .seconds(30 * 86_400)

    /// How often the search index is rid of old words.
    private static let searchInterval: Duration = .seconds(86_400)

    let core: Core
    let clock: @Sendable () -> Timestamp
    let interval: Duration
    /// Uploads, where they are kept here.
    var media: LocalMedia

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var searchIsDue = self.clock()
            while !Task.isCancelled {
                try? await Task.sleep(for: self.interval)
                guard !Task.isCancelled else { return }
                // One of all cores does this.
                guard self.core.store.peers.isLeading else { continue }
                await self.tidy()
                guard self.clock() >= searchIsDue else { continue }
                await self.tidySearch()
                searchIsDue = self.clock().advanced(by: Self.searchInterval)
            }
        }
    }

    private func tidySearch() async {
        do {
            try await self.core.store.tidySearch()
        } catch {
            self.core.logger.error("search not tidied", metadata: ["error_type": "\(type(of: error))"])
        }
    }

    /// One round; what fails is tried again in the next.
    func tidy() async {
        let now = self.clock()
        let limits = self.core.settings.limits
        let policy = RetentionPolicy(
            keepAfter: now.advanced(by: .zero - limits.logKept.duration),
            neverTrimAfter: now.advanced(by: .zero - limits.logKeptAtLeast.duration),
            byteCap: limits.logSize
        )
        do {
            let trimmed = try await self.core.store.trim(policy)
            if trimmed > 0 { self.core.logger.debug("log trimmed", metadata: ["entries": "\(trimmed)"]) }
            let keysBefore = now.advanced(by: .zero - Self.keyLife)
            _ = try await self.core.store.commit { transaction in
                try transaction.forgetIdempotency(before: keysBefore) + transaction.forgetSignIns(before: now)
            }
            try await self.media.tidy()
        } catch {
            self.core.logger.error("housekeeping failed", metadata: ["error_type": "\(type(of: error))"])
        }
    }
}
