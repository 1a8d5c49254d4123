// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What a durable call is about, if the call itself says so: whoever queues it need not, and cannot get it wrong.
package struct OutboxPlacement: Hashable, Sendable {
    /// The thing it is about.
    package var lane: String
    /// What it does to that thing.
    package var role: OutboxRole

    /// Reads a call; nil if it is about nothing that begins and ends.
    package init?(_ call: any MutatingMethod) {
        switch call {
        case let start as SessionStart:
            self.init(start.localID, .opens)
        case let end as SessionEnd:
            guard let localID = end.localID else { return nil }
            self.init(localID, .closes)
        default:
            return nil
        }
    }

    private init(_ session: LocalID, _ role: OutboxRole) {
        self.lane = Self.lane(of: session)
        self.role = role
    }

    /// The lane of a work session.
    package static func lane(of session: LocalID) -> String { "session \(session)" }

    /// The work session that a lane is about, if it is about one.
    package static func session(of lane: String) -> LocalID? {
        lane.hasPrefix("session ") ? LocalID(rawValue: String(lane.dropFirst("session ".count))) : nil
    }
}
