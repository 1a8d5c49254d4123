// SPDX-License-Identifier: Apache-2.0

import MartletRules

/// What an application tells its client.
enum Signal: Sendable {
    case network(isAvailable: Bool)
    case lifecycle(isInForeground: Bool)
    /// Somebody is there again.
    case sign(Martlet.ReturnSign)
    case offline(Bool)
    case mode(ConnectionMode?)
    /// Newer credentials are there, or somebody wishes it: try again what was told to stop.
    case encouragement
    /// The credentials gave a newer token.
    case tokenRenewed
    /// Who is to be given the credentials has changed.
    case sharing
    case userSwitch(UserSwitch, Identity)
    /// What waits to be sent has changed.
    case outboxChanged

    /// Whether a later signal says all that this one does.
    func isReplaced(by later: Signal) -> Bool {
        switch (self, later) {
        case (.network, .network), (.offline, .offline), (.mode, .mode), (.encouragement, .encouragement),
            (.outboxChanged, .outboxChanged), (.tokenRenewed, .tokenRenewed), (.sharing, .sharing):
            true
        // Each way to the background is worth a flush, and each switch has somebody waiting for it.
        case (.lifecycle(let before), .lifecycle(let after)): before == after
        case (.sign(let before), .sign(let after)): before == after
        case (.userSwitch, _), (_, _): false
        }
    }
}

extension Signal {
    init(_ news: PlatformNews) {
        switch news {
        case .network(let isAvailable): self = .network(isAvailable: isAvailable)
        case .lifecycle(let lifecycle): self = .lifecycle(isInForeground: lifecycle == .foreground)
        case .sign(let sign): self = .sign(sign)
        }
    }
}
