// SPDX-License-Identifier: Apache-2.0

/// What a transaction has to do with the other cores on its store.
package protocol PeerWriting {
    /// Whether this core leads, and goes on to until the transaction ends.
    var isLeading: Bool { get }

    /// Tells the other cores of a change to what they keep in memory, once it is durable.
    func note(_ note: PeerNote) throws
}
