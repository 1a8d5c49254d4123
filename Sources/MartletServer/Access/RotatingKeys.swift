// SPDX-License-Identifier: Apache-2.0

package import Logging
import MartletRules
import ServiceLifecycle
import Synchronization

/// An issuer's keys, kept up to date.
///
/// They are loaded again every interval, so that a withdrawn key stops counting, and when a token names a new one, at
/// most once a minute. Whoever asks while they are being loaded waits for that. If they cannot be loaded, the last ones stay.
package final class RotatingKeys<ClockType: Clock<Duration>>: VerificationKeys, Service {
    private struct State: Sendable {
        var keys = KeySet()
        var rotation = KeyRotation<ClockType.Instant>()
        var isLoading = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private enum Step { case load, wait, keep }

    private let source: any KeySource
    private let interval: Duration
    private let clock: ClockType
    private let logger: Logger
    private let state = Mutex(State())

    /// Starts with no keys: call ``load()`` before the first request.
    package init(from source: any KeySource, every interval: Duration, clock: ClockType, logger: Logger) {
        self.source = source
        self.interval = interval
        self.clock = clock
        self.logger = logger
    }

    package var current: KeySet { self.state.withLock { $0.keys } }

    /// Loads the keys for the first time, or at any time.
    ///
    /// - Throws: Why they cannot be had; those of before, if any, stay.
    package func load() async throws {
        let isMine = self.state.withLock { state in
            defer { state.isLoading = true }
            return !state.isLoading
        }
        guard isMine else { return await self.waitForLoading() }
        defer { self.finishLoading() }
        let now = self.clock.now
        self.state.withLock { $0.rotation.fetchStarted(at: now) }
        guard let document = try await self.source.load() else { return }
        var keys = try await document.keySet()
        self.state.withLock { state in
            keys.generation = state.keys.generation + 1
            state.keys = keys
        }
    }

    package func afterMiss() async -> KeySet {
        let now = self.clock.now
        let step = self.state.withLock { state -> Step in
            guard !state.isLoading else { return .wait }
            return state.rotation.keyMissed(at: now) == .fetch ? .load : .keep
        }
        switch step {
        case .keep: break
        case .wait: await self.waitForLoading()
        case .load: await self.loadOrKeep()
        }
        return self.current
    }

    /// Loads the keys every interval until the process shuts down.
    package func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try await self.clock.sleep(for: self.interval)
                await self.loadOrKeep()
            }
        }
    }

    /// Loads the keys, and says so in the log if they cannot be had.
    package func loadOrKeep() async {
        do {
            try await self.load()
        } catch {
            self.logger.error("token keys could not be loaded", metadata: ["reason": "\(Self.reason(of: error))"])
        }
    }

    /// A fault's own words are ours; any other error's may hold an address with a secret in it.
    private static func reason(of error: any Error) -> String {
        (error as? KeyDocument.Fault)?.description ?? "\(type(of: error))"
    }

    private func waitForLoading() async {
        await withCheckedContinuation { continuation in
            let isOver = self.state.withLock { state in
                if state.isLoading { state.waiters.append(continuation) }
                return !state.isLoading
            }
            if isOver { continuation.resume() }
        }
    }

    private func finishLoading() {
        let waiters = self.state.withLock { state in
            defer { state.waiters = [] }
            state.isLoading = false
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
