// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What an edge hears from the core without asking.
package enum LinkNews: Sendable {
    /// The link stands, and the log's head is there; what comes later follows.
    ///
    /// It is a continuation if the follower's own position is one in the core's log; otherwise it must begin anew.
    case joined(Position, isContinuation: Bool)
    /// Committed entries, ascending and without holes among themselves, from a core whose log is in that life; it is the
    /// core that told where the log stands if none is named.
    case entries([LogEntry], in: Epoch? = nil)
    /// Where a core's log stands: whoever has not heard all of it has missed something.
    case head(Position)
    /// Something that has no place in the log: typing.
    case ephemeral(Ephemeral)
    /// Changes of presence in one workspace.
    case presence(PresenceNews)
    /// How people stand has changed: connections must be judged again.
    case accounts(AccountNews)
    /// The link is lost; ``joined(_:isContinuation:)`` will say when it stands again.
    case lost
}

/// An event that is never replayed and gives way under pressure.
package struct Ephemeral: Sendable {
    /// Who hears it.
    package var audience: Audience
    /// The encoded event.
    package var event: [UInt8]

    package init(audience: Audience, event: [UInt8]) {
        self.audience = audience
        self.event = event
    }
}
