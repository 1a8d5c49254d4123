// SPDX-License-Identifier: Apache-2.0

/// Why an item was given up.
package enum DeadReason: Hashable, Sendable {
    /// The server refused it: trying again cannot help.
    case refused(DeliveryFault)
    /// The server failed over it as often as is allowed.
    case exhausted(DeliveryFault)
    /// It waited too long without ever having been sent.
    case expired
    /// It may have had its effect, and its key no longer protects a further attempt: never sent again.
    case unknownOutcome
    /// What it depends on was given up.
    case inherited

    /// The word for storage and reports.
    package var name: String {
        switch self {
        case .refused: "refused"
        case .exhausted: "exhausted"
        case .expired: "expired"
        case .unknownOutcome: "unknown_outcome"
        case .inherited: "inherited"
        }
    }

    /// What the server or the network had to do with it.
    package var fault: DeliveryFault? {
        switch self {
        case .refused(let fault), .exhausted(let fault): fault
        case .expired, .unknownOutcome, .inherited: nil
        }
    }

    /// Whether somebody may ask for another attempt.
    package var mayBeRetried: Bool { self != .unknownOutcome }

    /// Reads what storage kept; nil for a word of a later release.
    package init?(name: String, fault: DeliveryFault?) {
        switch name {
        case "refused": self = .refused(fault ?? DeliveryFault(.invalid))
        case "exhausted": self = .exhausted(fault ?? DeliveryFault(.serverError))
        case "expired": self = .expired
        case "unknown_outcome": self = .unknownOutcome
        case "inherited": self = .inherited
        default: return nil
        }
    }
}

extension DeadReason: CustomStringConvertible {
    /// The word, with the category and number of the last answer.
    package var description: String { self.fault.map { "\(self.name): \($0)" } ?? self.name }
}
