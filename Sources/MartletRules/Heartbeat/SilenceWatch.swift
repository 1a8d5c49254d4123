// SPDX-License-Identifier: Apache-2.0

/// Decides for a client when a server that says nothing is gone.
///
/// The server pings, so silence alone is the sign. After a sleep or a change of network silence proves nothing yet:
/// then the client asks and waits briefly.
package struct SilenceWatch<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    /// What the owner of the connection does next.
    package enum Action: Hashable, Sendable {
        /// Call ``timerFired(at:)`` again at this instant.
        case wait(until: Instant)
        /// Drop the socket and dial at once, without waiting for its close.
        case dead
    }

    private enum State: Sendable {
        case listening(since: Instant)
        case probing(until: Instant)
        case dead
    }

    private let silence: Duration
    private let probe: Duration
    private var state: State

    /// Starts to watch a connection that just opened.
    ///
    /// - Parameters:
    ///   - silence: How long nothing may be heard.
    ///   - probe: How long a server that was asked has to say anything.
    ///   - now: The instant the connection opened.
    package init(silence: Duration = .seconds(35), probe: Duration = .seconds(3), startingAt now: Instant) {
        precondition(silence > .zero && probe > .zero, "silence takes time")
        self.silence = silence
        self.probe = probe
        self.state = .listening(since: now)
    }

    /// Notes that any frame arrived.
    package mutating func heardFromServer(at now: Instant) {
        switch self.state {
        case .listening, .probing: self.state = .listening(since: now)
        case .dead: break
        }
    }

    /// Notes that the device woke up or changed its network: send any call, then call ``timerFired(at:)`` at the
    /// instant returned.
    ///
    /// A second wake-up does not extend a probe.
    package mutating func circumstancesChanged(at now: Instant) -> Action {
        switch self.state {
        case .listening:
            let deadline = now.advanced(by: self.probe)
            self.state = .probing(until: deadline)
            return .wait(until: deadline)
        case .probing, .dead:
            return self.timerFired(at: now)
        }
    }

    /// Decides what the passing of time calls for.
    package mutating func timerFired(at now: Instant) -> Action {
        let deadline: Instant
        switch self.state {
        case .listening(let since): deadline = since.advanced(by: self.silence)
        case .probing(let until): deadline = until
        case .dead: return .dead
        }
        guard now >= deadline else { return .wait(until: deadline) }
        self.state = .dead
        return .dead
    }
}
