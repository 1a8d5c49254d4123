// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import MartletServer

struct HandshakeAdmissionTests {
    private func address(_ text: String) throws -> SocketAddress { try SocketAddress(ipAddress: text, port: 4711) }

    @Test
    func `one address takes only its share, and gets it back`() throws {
        let admission = HandshakeAdmission(limit: 4)
        let mine = try self.address("192.0.2.1")
        let first = try #require(admission.admit(mine))
        #expect(admission.admit(mine) != nil && admission.admit(mine) != nil)
        #expect(admission.admit(mine) == nil)
        admission.release(first)
        #expect(try admission.admit(self.address("192.0.2.2")) != nil)
        #expect(admission.admit(mine) == nil)
    }

    @Test
    func `all together take no more than the limit`() throws {
        let admission = HandshakeAdmission(limit: 3)
        let places = try (1...3).map { try admission.admit(self.address("192.0.2.\($0)")) }
        #expect(!places.contains { $0 == nil })
        #expect(try admission.admit(self.address("192.0.2.4")) == nil)
        #expect(admission.admit(nil) == nil)
        places.compactMap(\.self).forEach(admission.release)
        #expect(admission.admit(nil) != nil)
    }

    @Test(arguments: [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", true), ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
        ("192.0.2.1", "::ffff:192.0.2.1", true), ("192.0.2.1", "::ffff:192.0.2.2", false),
    ])
    func `an IPv6 network counts as one address, a mapped IPv4 address as itself`(
        first: String,
        second: String,
        areOne: Bool
    ) throws {
        let admission = HandshakeAdmission(limit: 4)
        for _ in 1...3 { #expect(try admission.admit(self.address(first)) != nil) }
        #expect(try (admission.admit(self.address(second)) == nil) == areOne)
    }
}
