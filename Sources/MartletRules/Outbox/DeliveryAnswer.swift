// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What came back for an item, in the terms of whoever carried it.
package enum DeliveryAnswer: Hashable, Sendable {
    /// Done; what the server answered.
    case accepted(RawJSON)
    /// An HTTP status without a body of ours.
    case status(Int, retryAfter: Duration? = nil)
    /// An error in our protocol.
    case error(RPCError)
    /// No answer.
    case fault(TransportFault)
    /// It was not sent.
    case skipped(DeliverySkip)

    /// Why there is no answer.
    package enum TransportFault: Hashable, Sendable {
        /// The request cannot have reached the server: no network, no address, no connection.
        case unreachable
        /// The connection ended first.
        case lost
        /// Time was up first.
        case timedOut
        /// What came is not an answer of our server.
        case unreadable
    }
}
