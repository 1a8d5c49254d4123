// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// A transaction that did not reach the disk.
package struct CommitFailure: Error, Hashable, Sendable {
    /// Whether its changes may be there all the same.
    package var outcome: RPCError.Outcome
    /// The reason, in words for an operator, without a path.
    package var reason: String

    package init(outcome: RPCError.Outcome, reason: String) {
        self.outcome = outcome
        self.reason = reason
    }
}

extension RPCError {
    /// What a caller is told of a commit that failed.
    package init(_ failure: CommitFailure) {
        self.init(
            .unavailable,
            "the store cannot commit now",
            data: Detail(isRetryable: true, retryAfterMilliseconds: 1000, outcome: failure.outcome)
        )
    }
}
