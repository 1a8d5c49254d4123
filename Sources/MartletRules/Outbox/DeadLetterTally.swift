// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What a server is told of a client's dead letters: how many of which kind, and nothing of what they hold.
package struct DeadLetterTally: Hashable, Sendable {
    private struct Kind: Hashable {
        var method: String
        var reason: DeadLetterReason
    }

    /// How many there are of each kind, in a fixed order.
    package var counts: [DeadLetterCount]

    /// Counts some dead letters.
    package init(_ letters: [DeadLetter] = []) {
        var kinds: [Kind: Int] = [:]
        for letter in letters { kinds[Kind(method: letter.method, reason: letter.reason.reported), default: 0] += 1 }
        let counts = kinds.map { DeadLetterCount(method: $0.method, reason: $0.reason, count: $1) }
        self.counts = counts.sorted { ($0.method, $0.reason.rawValue) < ($1.method, $1.reason.rawValue) }
    }
}

extension DeadReason {
    /// The reason as it is reported.
    fileprivate var reported: DeadLetterReason {
        switch self {
        case .refused: .refused
        case .exhausted: .exhausted
        case .expired: .expired
        case .unknownOutcome: .unknownOutcome
        case .inherited: .inherited
        }
    }
}
