// SPDX-License-Identifier: Apache-2.0

import MartletRules
package import MartletStore
package import MartletWire

/// A method that changes something: carried out inside the transaction that it shares with others.
package protocol Mutation: MutatingMethod {
    /// Checks what only the store can tell, makes the change and appends its events.
    ///
    /// Throwing undoes everything it did. It may run again after a failure, so it touches nothing but the transaction.
    func perform(in transaction: any StoreWriting, for caller: Caller) throws -> Result

    /// The message whose text a result carries, so that a later edit can take it out of the stored reply.
    static func carriedMessage(in result: Result) -> MessageID?

    /// Whether keyed repeats are answered by the handler itself rather than from the table of stored replies.
    static var remembersItself: Bool { get }

    /// Told once the change is durable, for what lives beside the log.
    func committed(_ result: Result, in core: Core, for caller: Caller)
}

extension Mutation {
    /// Nothing is carried.
    package static func carriedMessage(in result: Result) -> MessageID? { nil }
    /// Stored replies answer repeats.
    package static var remembersItself: Bool { false }
    /// Nothing lives beside the log.
    package func committed(_ result: Result, in core: Core, for caller: Caller) {}
}
