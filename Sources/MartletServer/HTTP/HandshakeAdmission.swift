// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Synchronization

/// Counts the connections that have not made a whole request yet, in all and from each address.
///
/// They cost a file descriptor and a few KiB for up to the handshake's deadline each, and nobody has said who they
/// are. Shared by all event loops: one short lock at a connection's beginning, one at its first request.
package final class HandshakeAdmission: Sendable {
    /// At most this many in the process.
    package let limit: Int
    /// At most this many from one IPv4 address or one IPv6 /64 network.
    package let limitPerAddress: Int

    private struct State {
        var total = 0
        var byAddress: [UInt64: Int] = [:]
    }

    private let state = Mutex(State())

    package init(limit: Int = 16_384, limitPerAddress: Int = 1_024) {
        self.limit = limit
        self.limitPerAddress = limitPerAddress
    }

    /// A place taken, to be given back once.
    struct Place {
        fileprivate let address: UInt64?
    }

    func admit(_ address: SocketAddress?) -> Place? {
        let key = address.flatMap(Self.key)
        return self.state.withLock { state in
            guard state.total < self.limit else { return nil }
            if let key {
                guard state.byAddress[key, default: 0] < self.limitPerAddress else { return nil }
                state.byAddress[key, default: 0] += 1
            }
            state.total += 1
            return Place(address: key)
        }
    }

    func release(_ place: Place) {
        self.state.withLock { state in
            state.total -= 1
            guard let key = place.address, let count = state.byAddress[key] else { return }
            state.byAddress[key] = count > 1 ? count - 1 : nil
        }
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
