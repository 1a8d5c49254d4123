// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Counts the time that somebody works, and decides when a client says that they still do and when they have stopped.
///
/// Time is what passes on a clock that nobody sets, without pauses. Who does nothing for a while has stopped when they
/// last did something: that while is no work. Nobody is idle during a pause, since they said so.
///
/// ```
///             paused                ended, idle, ended elsewhere
///   running ─────────▶ paused ─────────────────▶ over
///      ▲                 │                        ▲
///      └─────────────────┘────────────────────────┘
///             resumed
/// ```
package struct WorkTracker<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What to do next.
    package enum Action: Hashable, Sendable {
        /// Say that the work goes on, and how long it took so far.
        case beat(worked: Duration)
        /// Say that it is over.
        case end(Finish)
        /// Ask again at this instant.
        case wait(until: Instant)
        /// Nothing is left to do.
        case rest
    }

    /// How it ended.
    package struct Finish: Hashable, Sendable {
        /// How long the work took, without pauses.
        package var worked: Duration
        /// How long after its beginning it ended, pauses included.
        package var endedAfter: Duration
        /// What ended it.
        package var reason: WorkSessionEndReason
    }

    /// Whether time is counted.
    package enum State: Hashable, Sendable {
        case running
        case paused
        case over
    }

    private enum Phase: Sendable {
        case running(since: Instant, lastSign: Instant)
        case paused
        case over
    }

    private let rhythm: WorkRhythm
    private let startedAt: Instant
    private var phase: Phase
    private var counted = Duration.zero
    private var beatDue: Instant

    /// Begins to count.
    package init(_ rhythm: WorkRhythm = WorkRhythm(), startedAt: Instant) {
        precondition(rhythm.heartbeat > .zero, "a heartbeat takes time")
        self.rhythm = rhythm
        self.startedAt = startedAt
        self.phase = .running(since: startedAt, lastSign: startedAt)
        self.beatDue = startedAt.advanced(by: rhythm.heartbeat)
    }

    /// Whether time is counted now.
    package var state: State {
        switch self.phase {
        case .running: .running
        case .paused: .paused
        case .over: .over
        }
    }

    /// How long the work took so far, without pauses.
    package func worked(at now: Instant) -> Duration {
        switch self.phase {
        case .running(let since, _): self.counted + max(.zero, since.duration(to: now))
        case .paused, .over: self.counted
        }
    }

    /// Notes that the person did something.
    package mutating func heardOfPerson(at now: Instant) {
        guard case .running(let since, _) = self.phase else { return }
        self.phase = .running(since: since, lastSign: now)
    }

    /// Notes that the person interrupts their work.
    package mutating func paused(at now: Instant) {
        guard case .running = self.phase else { return }
        self.counted = self.worked(at: now)
        self.phase = .paused
    }

    /// Notes that the person goes on.
    package mutating func resumed(at now: Instant) {
        guard case .paused = self.phase else { return }
        self.phase = .running(since: now, lastSign: now)
    }

    /// Notes that the work is over.
    /// - Returns: What there is to say; nil if it was over before.
    package mutating func ended(_ reason: WorkSessionEndReason, at now: Instant) -> Finish? {
        switch self.phase {
        case .running, .paused: self.finish(reason, at: now)
        case .over: nil
        }
    }

    /// Notes that the server, or somebody else, has ended it: there is nothing to say any more.
    ///
    /// An end that the server only supposed changes nothing: this client's own will correct it.
    /// - Returns: Whether it is over.
    package mutating func endedElsewhere(_ reason: WorkSessionEndReason) -> Bool {
        switch reason {
        case .stale: break
        case .ended, .idle, .closed: self.phase = .over
        }
        return self.state == .over
    }

    /// Decides what is due.
    package mutating func timerFired(at now: Instant) -> Action {
        switch self.phase {
        case .over:
            return .rest
        case .paused:
            return self.beat(at: now) ?? .wait(until: self.beatDue)
        case .running(_, let lastSign):
            guard let idle = self.rhythm.idle else { return self.beat(at: now) ?? .wait(until: self.beatDue) }
            let idleAt = lastSign.advanced(by: idle)
            guard now < idleAt else { return .end(self.finish(.idle, at: lastSign)) }
            return self.beat(at: now) ?? .wait(until: min(self.beatDue, idleAt))
        }
    }

    private mutating func beat(at now: Instant) -> Action? {
        guard now >= self.beatDue else { return nil }
        // After a sleep one beat says what several would have.
        self.beatDue = now.advanced(by: self.rhythm.heartbeat)
        return .beat(worked: self.worked(at: now))
    }

    private mutating func finish(_ reason: WorkSessionEndReason, at instant: Instant) -> Finish {
        self.counted = self.worked(at: instant)
        self.phase = .over
        let endedAfter = max(.zero, self.startedAt.duration(to: instant))
        return Finish(worked: self.counted, endedAfter: endedAfter, reason: reason)
    }
}
