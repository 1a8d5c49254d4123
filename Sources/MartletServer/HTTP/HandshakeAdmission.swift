// SPDX-License-Identifier: Apache-2.0

import MartletRules
import NIOCore
import Synchronization

/// Counts the connections that have not made a whole request yet, and shares their places among addresses.
///
/// They cost a file descriptor and a few KiB for up to the handshake's deadline each, and nobody has said who they
/// are. Shared by all event loops: one short lock at a connection's beginning, one at its first request.
package final class HandshakeAdmission: Sendable {
    private let places: Mutex<FairShare<UInt64>>

    /// Creates the places: at most so many in the process.
    package init(limit: Int = 16_384) {
        self.places = Mutex(FairShare(of: limit))
    }

    /// A place taken, to be given back once.
    struct Place {
        fileprivate let address: UInt64?
    }

    func admit(_ address: SocketAddress?) -> Place? {
        let key = address.flatMap(Self.key)
        return self.places.withLock { $0.take(key) } ? Place(address: key) : nil
    }

    func release(_ place: Place) {
        self.places.withLock { $0.giveBack(place.address) }
    }

    /// What counts as one address: an IPv6 /64, since whoever has one address has all, and IPv4, in IPv6 form too.
    static func key(_ address: SocketAddress) -> UInt64? {
        switch address {
        case .v4(let address):
            // Behind family and port, in every system's sockaddr_in.
            return withUnsafeBytes(of: address.address) { UInt64(Self.word($0, at: 4)) }
        case .v6(let address):
            return withUnsafeBytes(of: address.address) { bytes in
                let words = (0..<4).map { UInt64(Self.word(bytes, at: 8 + 4 * $0)) }
                // No network 0:0:0:n::/64 is routed, so an IPv4 address and a network never share a key.
                return words[0...2] == [0, 0, 0xFFFF] ? words[3] : words[0] << 32 | words[1]
            }
        case .unixDomainSocket:
            return nil
        }
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt32 {
        UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}
