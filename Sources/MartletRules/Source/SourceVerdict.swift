// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// What a fault means for the choice of sources.
package enum SourceVerdict: Hashable, Sendable {
    /// The source goes on trying.
    case interrupted(SourceFault)
    /// The server asked that this way of getting events be left alone for so long.
    case directed(restFor: Duration, SourceFault)
    /// This source is over; another one may do better.
    case blocked(SourceFault)
    /// The server does not want this client, however it comes.
    case halted(SourceFault)

    /// What went wrong.
    package var fault: SourceFault {
        switch self {
        case .interrupted(let fault), .directed(_, let fault), .blocked(let fault), .halted(let fault): fault
        }
    }

    /// Hints shorter than this only delay the next dial: changing the source for them would cost the server more.
    package static let shortestRest: Duration = .seconds(5)
    /// No hint is believed for longer than this.
    package static let longestRest: Duration = .seconds(300)

    /// What the end of a connection means, together with what ``Reconnection`` made of it.
    package init<Instant>(_ ending: Reconnection<Instant>.Ending, then action: Reconnection<Instant>.Action) {
        let fault = SourceFault(ending)
        switch action {
        case .stop:
            self = ending.concernsClient ? .halted(fault) : .blocked(fault)
        case .dial, .refreshToken:
            let rest = min(ending.rest ?? .zero, Self.longestRest)
            self = rest < Self.shortestRest ? .interrupted(fault) : .directed(restFor: rest, fault)
        }
    }
}

extension SourceFault {
    fileprivate init<Instant>(_ ending: Reconnection<Instant>.Ending) {
        switch ending {
        case .closed(.lost, _), .unreachable, .silent: self = .network
        case .closed(let code, _): self = .closed(code)
        case .refused(let status, _): self = .refused(RefusalStatus(rawValue: status))
        case .miscounted: self = .invalidData
        }
    }
}

extension Reconnection.Ending {
    /// How long a server that cannot serve asked to be left alone.
    fileprivate var rest: Duration? {
        switch self {
        case .closed(.tryAgainLater, let hint): hint
        case .refused(let status, let hint) where RefusalStatus(rawValue: status) == .unavailable: hint
        case .closed, .refused, .unreachable, .silent, .miscounted: nil
        }
    }

    /// Whether the server refused who comes, and not how: a poll would fare no better.
    ///
    /// A status that refuses an upgrade is the word of something on the way, since the server itself accepts and
    /// closes.
    fileprivate var concernsClient: Bool {
        switch self {
        case .closed(.unsupportedVersion, _): false
        case .closed(let code, _): (4000..<5000).contains(code.rawValue)
        case .refused, .unreachable, .silent, .miscounted: false
        }
    }
}
