// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What is remembered of a keyed call.
package struct IdempotencyRecord: Hashable, Sendable {
    /// A hash of the canonical parameters, without the key.
    package var paramsHash: [UInt8]
    /// The encoded result.
    package var reply: [UInt8]
    /// The message whose text the reply carries, so that a later edit can take it back.
    package var message: MessageID?

    package init(paramsHash: [UInt8], reply: [UInt8], message: MessageID? = nil) {
        self.paramsHash = paramsHash
        self.reply = reply
        self.message = message
    }
}

/// Remembers keyed calls, per caller and method.
package protocol IdempotencyStoring {
    /// What the caller's key was used for, if it was.
    func idempotencyRecord(of user: UserID, method: String, key: String) throws -> IdempotencyRecord?
    /// Remembers a call that succeeded, in the transaction of its effect.
    func remember(_ record: IdempotencyRecord, of user: UserID, method: String, key: String) throws
    /// Takes a message's text out of every reply that carries it, once it was edited or deleted.
    func redactReplies(carrying message: MessageID) throws
    /// Forgets calls from before an instant; returns how many.
    func forgetIdempotency(before instant: Timestamp) throws -> Int
}
