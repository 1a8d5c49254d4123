// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Who may send for an account: one owner at a time, across processes.
package struct OutboxLease: Hashable, Sendable {
    /// The process, by a name that it drew at random.
    package var owner: String
    /// Grows with each owner: what carries an older one is refused.
    package var token: Int64
    /// When others may take over.
    package var expiresAt: Timestamp

    package init(owner: String, token: Int64, expiresAt: Timestamp) {
        self.owner = owner
        self.token = token
        self.expiresAt = expiresAt
    }

    /// What somebody who wants to send is told.
    package enum Grant: Hashable, Sendable {
        /// It is theirs.
        case granted(OutboxLease)
        /// Somebody else has it: ask again then.
        case held(until: Timestamp)
    }

    /// Decides on a request.
    ///
    /// An end that lies further ahead than any lease lasts was written by a clock that has since been set back: it
    /// binds nobody.
    ///
    /// - Parameters:
    ///   - current: The lease as it is stored.
    ///   - owner: Who asks.
    ///   - now: The wall clock, which all processes of the machine share.
    ///   - duration: How long a lease lasts.
    ///   - isOwnerGone: Whether it is certain that the owner's process has ended: then its lease binds nobody.
    /// - Returns: The lease as it is to be stored, or when to ask again.
    package static func request(
        against current: OutboxLease?,
        by owner: String,
        at now: Timestamp,
        for duration: Duration,
        isOwnerGone: Bool = false
    ) -> Grant {
        let end = now.advanced(by: duration)
        guard let current else { return .granted(OutboxLease(owner: owner, token: 1, expiresAt: end)) }
        if current.owner == owner {
            return .granted(OutboxLease(owner: owner, token: current.token, expiresAt: end))
        }
        guard isOwnerGone || current.expiresAt <= now || current.expiresAt > end else {
            return .held(until: current.expiresAt)
        }
        return .granted(OutboxLease(owner: owner, token: current.token + 1, expiresAt: end))
    }
}
