// SPDX-License-Identifier: Apache-2.0

import MartletRules
import NIOCore
import Synchronization

/// Counts the sockets of each address that owe their first frame, over all loops.
final class PendingOpenLedger: Sendable {
    private let pending: Mutex<PendingOpens<UInt64>>

    init(limit: Int) {
        self.pending = Mutex(PendingOpens(limit: limit))
    }

    /// A place taken, to be given back once.
    struct Place {
        fileprivate let key: UInt64?
    }

    /// Takes a place; nil if the address has too many.
    func admit(_ address: SocketAddress?) -> Place? {
        // What has no address is on this machine.
        guard let key = address.flatMap(HandshakeAdmission.key) else { return Place(key: nil) }
        return self.pending.withLock { $0.admit(key) } ? Place(key: key) : nil
    }

    func release(_ place: Place) {
        guard let key = place.key else { return }
        self.pending.withLock { $0.release(key) }
    }
}
