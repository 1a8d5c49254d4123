// SPDX-License-Identifier: Apache-2.0

import MartletRules

/// What an application tells its client.
enum Signal: Sendable {
    case network(isAvailable: Bool)
    case lifecycle(isInForeground: Bool)
    case offline(Bool)
    case mode(ConnectionMode?)
    /// Newer credentials are there, or somebody wishes it: try again what was told to stop.
    case encouragement
    case userSwitch(UserSwitch, Identity)
    /// What waits to be sent has changed.
    case outboxChanged

    /// Whether a later signal says all that this one does.
    func isReplaced(by later: Signal) -> Bool {
        switch (self, later) {
        case (.network, .network), (.offline, .offline), (.mode, .mode), (.encouragement, .encouragement),
            (.outboxChanged, .outboxChanged):
            true
        // Each way to the background is worth a flush, and each switch has somebody waiting for it.
        case (.lifecycle(let before), .lifecycle(let after)): before == after
        case (.userSwitch, _), (_, _): false
        }
    }
}
