// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Synchronization

/// Names connections, each differently, in 16 hexadecimal digits.
///
/// Names begin at a place of the system's choosing, so that those of other edges and of an earlier start are others. A
/// name tells operators one connection from another and opens nothing.
final class ConnectionNames: Sendable {
    private let generator = Mutex(SplitMix64())

    func next() -> ConnectionID {
        let digits = String(self.generator.withLock { $0.next() }, radix: 16)
        return ConnectionID(rawValue: String(repeating: "0", count: 16 - digits.utf8.count) + digits)
    }
}
