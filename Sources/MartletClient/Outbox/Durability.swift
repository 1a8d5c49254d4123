// SPDX-License-Identifier: Apache-2.0

/// How a call that must not be lost is sent.
public struct Durability: Hashable, Sendable {
    /// What it is about: calls of one lane are sent in order, lanes do not wait for each other.
    ///
    /// Not asked of a work session's start and end, which have a lane of their own.
    public var lane: String
    /// How long whoever calls waits for the server to have it; it is safe from the start.
    public var patience: Duration
    /// Whether it may wait up to 30 s for others of its method.
    public var isBatched: Bool
    /// Whether whoever calls waits on when an attempt has failed, for as long as the patience lasts.
    public var awaitsRetries: Bool

    /// Sent at once if that is possible, in the order of the calls.
    public static let durable = Self(lane: "calls")

    /// Sent in the order of those about the same thing.
    public static func durable(lane: String, within patience: Duration = .milliseconds(500)) -> Self {
        Self(lane: lane, patience: patience)
    }

    /// Creates a way to send.
    public init(
        lane: String,
        patience: Duration = .milliseconds(500),
        isBatched: Bool = false,
        awaitsRetries: Bool = true
    ) {
        self.lane = lane
        self.patience = patience
        self.isBatched = isBatched
        self.awaitsRetries = awaitsRetries
    }
}
