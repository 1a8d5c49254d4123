// SPDX-License-Identifier: Apache-2.0

/// Why nothing is sent at the moment: nobody's failure, and nothing is counted.
package enum DeliverySkip: String, Hashable, Sendable {
    /// The client is offline.
    case offline
    /// Nobody is signed in, or the credentials are being renewed.
    case signedOut = "signed_out"
    /// The account's outbox is frozen: somebody else is using the client.
    case frozen
    /// Too many failures in a row: the next probe is due later.
    case breakerOpen = "breaker_open"
    /// Another process sends for this account.
    case heldElsewhere = "held_elsewhere"
    /// The server asked to be left alone.
    case askedToWait = "asked_to_wait"
}
