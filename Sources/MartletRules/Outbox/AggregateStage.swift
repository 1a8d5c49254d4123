// SPDX-License-Identifier: Apache-2.0

/// What became of the thing that a lane opens and closes.
package enum AggregateStage: Int, Hashable, Sendable {
    /// Its beginning waits to be sent.
    case opening = 0
    /// The server has its beginning.
    case open = 1
    /// Its end waits to be sent.
    case closing = 2
    /// The server has its end.
    case closed = 3
    /// Its beginning was given up.
    case dead = 4
}

extension AggregateStage {
    /// The stage once an item of that role was queued; nil if the lane is about nothing that opens and closes.
    package static func queued(_ role: OutboxRole, at stage: Self?) -> Self? {
        switch role {
        case .standalone: stage
        case .opens: .opening
        case .closes: stage == .dead ? .dead : .closing
        }
    }

    /// The stage once an item of that role was settled.
    ///
    /// An end that was refused leaves the thing open, so that it can be ended otherwise.
    package static func settled(_ role: OutboxRole, _ fate: Settlement.Fate, at stage: Self) -> Self {
        switch (role, fate) {
        case (.standalone, _), (_, .pending): stage
        case (.opens, .synced): stage == .opening ? .open : stage
        case (.opens, .dead): .dead
        case (.closes, .synced): .closed
        case (.closes, .dead): stage == .dead ? .dead : .open
        }
    }
}
