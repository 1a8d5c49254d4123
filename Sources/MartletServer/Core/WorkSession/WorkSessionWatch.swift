// SPDX-License-Identifier: Apache-2.0

import Logging
package import MartletRules
import MartletStore
import MartletWire
import ServiceLifecycle

/// Listens for the heartbeats of work sessions, and ends those that have gone silent where they last gave a sign of life.
///
/// ``SilentSessions`` decides; what it decided is checked against the latest signs in the transaction that carries it out,
/// so that a heartbeat that comes meanwhile wins.
package struct WorkSessionWatch<Timing: Clock>: Service where Timing.Duration == Duration {
    /// How many sessions one transaction ends at most.
    private let portion = 100

    private let core: Core
    private let clock: Timing
    private let patience: Duration
    private let interval: Duration

    /// Watches over a core's sessions; one counts as silent after the core's `session_silence_ms`.
    package init(core: Core, clock: Timing) {
        self.core = core
        self.clock = clock
        self.patience = core.settings.limits.sessionSilence.duration
        self.interval = min(.seconds(15), self.patience / 4)
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var silence = SilentSessions<Timing.Instant>(patience: self.patience)
            while !Task.isCancelled {
                if self.core.store.peers.isLeading {
                    await self.look(&silence)
                } else {
                    // Another core listens; silence is counted from when this one begins to.
                    silence = SilentSessions(patience: self.patience)
                }
                try? await self.clock.sleep(for: self.interval)
            }
        }
    }

    /// Looks at every session that goes on, once; what fails is tried again the next time.
    package func look(_ silence: inout SilentSessions<Timing.Instant>) async {
        do {
            let signs = try await self.core.store.read { snapshot in
                try snapshot.workSigns().map { SilentSessions<Timing.Instant>.Sign($0.session, count: $0.count) }
            }
            var silent = silence.listed(signs, at: self.clock.now)[...]
            while !silent.isEmpty {
                let portion = silent.prefix(self.portion)
                silent = silent.dropFirst(self.portion)
                try await self.core.store.commit { transaction in
                    for sign in portion { try transaction.endSilent(sign.session, after: sign.count) }
                }
            }
        } catch {
            self.core.logger.error(
                "silent work sessions could not be ended",
                metadata: [LogKey.errorType: "\(type(of: error))"]
            )
        }
    }
}

extension StoreWriting {
    /// Ends a session where it last gave a sign of life, unless it has given another or is over.
    fileprivate func endSilent(_ id: WorkSessionID, after count: Int64) throws {
        guard let sign = try self.workSign(of: id), sign.count == count, let session = try self.workSession(id) else {
            return
        }
        let end = WorkEnd(
            of: session.startedAt,
            endedAt: sign.lastAt,
            duration: sign.worked,
            reason: .stale,
            at: self.now
        )
        try self.end(session, with: end)
    }
}
