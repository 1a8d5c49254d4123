// SPDX-License-Identifier: Apache-2.0

public import MartletWire

/// How a client stands: what an application can show of it.
public struct ClientStatus: Hashable, Sendable {
    /// How events come.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Over one socket, as they happen.
        case streaming
        /// By asking again and again.
        case polling
        /// By asking once in a long while.
        case background
        /// Not at all.
        case offline
    }

    /// Why it is this mode.
    public enum Cause: String, Hashable, Sendable, CaseIterable {
        /// Network and lifecycle call for it.
        case circumstances
        /// The application asked for that mode.
        case requested
        /// The application set itself offline.
        case setOffline = "set_offline"
        /// There is no network.
        case networkUnavailable = "network_unavailable"
        /// The application is in the background and may not work there.
        case backgroundDisabled = "background_disabled"
    }

    /// How fresh what is shown is.
    public enum Freshness: String, Hashable, Sendable, CaseIterable {
        /// Nothing came yet, or what is shown has to be loaded afresh.
        case initializing
        /// Everything that happened is here.
        case valid
        /// Something failed, and is tried again.
        case interrupted
        /// Nobody tries.
        case offline
        /// It failed for good: only other credentials, the network, the foreground or ``Martlet/encourage()`` help.
        case shutdown
    }

    /// How events come; nil until that is decided, and while nothing is followed.
    public var mode: Mode?
    /// Why.
    public var cause: Cause
    /// Since when.
    public var since: Timestamp
    /// How fresh what is shown is.
    public var freshness: Freshness
    /// What failed last, for a developer, in words of this client's own; stays after it works again.
    public var lastFailure: String?
    /// How often the application's handler threw.
    public var handlerFailures: Int
    /// How many calls wait to be sent, or are on their way.
    public var outboxDepth: Int
    /// How many calls were given up, and wait for somebody to look at them.
    public var deadLetters: Int

    init(at now: Timestamp) {
        self.mode = nil
        self.cause = .circumstances
        self.since = now
        self.freshness = .initializing
        self.lastFailure = nil
        self.handlerFailures = 0
        self.outboxDepth = 0
        self.deadLetters = 0
    }
}
