// SPDX-License-Identifier: Apache-2.0

/// When credentials are pushed again: at even intervals, or by chance and further apart after each failure.
///
/// Knows nothing of who looks; ``CredentialSync`` asks it only while somebody does.
struct CredentialHeartbeat<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private static var jitter: Range<Double> { 0.8..<1.2 }

    private let settings: CredentialSyncSettings
    private let isAdaptive: Bool
    private var failures = 0
    private var suppressedUntil: Instant?
    private var next: Instant

    /// Starts with one whole delay, without failures and without suppression.
    init(
        settings: CredentialSyncSettings,
        isAdaptive: Bool,
        startingAt now: Instant,
        using generator: inout some RandomNumberGenerator
    ) {
        self.settings = settings
        self.isAdaptive = isAdaptive
        self.next = now
        self.reschedule(from: now, using: &generator)
    }

    /// When the next push is due; suppression puts it off to its own end and no further.
    var due: Instant { self.suppressedUntil.map { max($0, self.next) } ?? self.next }

    /// Leaves pushes out for a while.
    mutating func suppress(from now: Instant) {
        guard self.isAdaptive else { return }
        self.suppressedUntil = now.advanced(by: self.settings.resumeHeartbeatSuppress)
    }

    /// Notes how any push ended; one that covers what was due counts as the beat.
    mutating func ended(
        _ outcome: CredentialPushOutcome,
        at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) {
        switch outcome {
        case .acknowledged: self.failures = 0
        case .skipped: break
        case .failed: self.failures += 1
        }
        if self.next <= now { self.reschedule(from: now, using: &generator) }
    }

    private mutating func reschedule(from now: Instant, using generator: inout some RandomNumberGenerator) {
        self.next = now.advanced(by: self.delay(using: &generator))
    }

    /// The delay for the failures so far, in whole milliseconds.
    private func delay(using generator: inout some RandomNumberGenerator) -> Duration {
        guard self.isAdaptive else { return self.settings.heartbeatInterval }
        let interval = self.settings.heartbeatInterval / .milliseconds(1)
        let most = self.settings.heartbeatMaxBackoff / .milliseconds(1)
        // 2^40 times a second is past the longest backoff.
        let factor = min(Double(1 << min(self.failures, 40)), most / interval)
        let whole = min(most, (interval * factor).rounded())
        let drawn = (whole * Double.random(in: Self.jitter, using: &generator)).rounded()
        let least = CredentialSyncSettings.shortestInterval / .milliseconds(1)
        return .milliseconds(Int64(min(max(drawn, least), most)))
    }
}
