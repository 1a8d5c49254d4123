// SPDX-License-Identifier: Apache-2.0

/// What a keyed call comes to, given what its key was used for before.
///
/// Decided inside the transaction that carries out the call, so that of two calls with one key in one commit the
/// second sees the first.
package enum IdempotencyDecision<Reply: Hashable & Sendable>: Hashable, Sendable {
    /// The key is new: carry out the call, and store this with its reply.
    case first
    /// The same call came before: answer as then, and change nothing.
    case replay(Reply)
    /// The key was used for something else (−32009).
    case conflict

    /// What is stored with a key: only successes are.
    package struct Stored: Hashable, Sendable {
        /// The digest of the parameters, re-encoded canonically without the key.
        package var digest: [UInt8]
        /// The reply.
        package var reply: Reply

        package init(digest: [UInt8], reply: Reply) {
            self.digest = digest
            self.reply = reply
        }
    }

    package init(stored: Stored?, digest: [UInt8]) {
        switch stored {
        case .none: self = .first
        case .some(let stored) where stored.digest == digest: self = .replay(stored.reply)
        case .some: self = .conflict
        }
    }
}
