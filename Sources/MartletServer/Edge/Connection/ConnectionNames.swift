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
        var rest = self.generator.withLock { $0.next() }
        let digits = String(unsafeUninitializedCapacity: 16) { digits in
            for place in 0..<16 {
                rest = rest << 4 | rest >> 60
                let digit = UInt8(rest & 0xF)
                digits[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            }
            return 16
        }
        return ConnectionID(rawValue: digits)
    }
}
