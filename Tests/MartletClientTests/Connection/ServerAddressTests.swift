// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

@testable import MartletClient

@Suite struct ServerAddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:8787", "127.0.0.1", 8787, false, ""),
        ("https://chat.example.com", "chat.example.com", 443, true, ""),
        ("ws://x/", "x", 80, false, ""), ("WSS://x/base/", "x", 443, true, "/base"),
        ("http://[::1]:9", "::1", 9, false, ""),
        ("http://[::1]", "::1", 80, false, ""),
    ])
    func `an address is read from a URL`(url: String, host: String, port: Int, isSecure: Bool, base: String) throws {
        let address = try #require(ServerAddress(url))
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.isSecure == isSecure)
        #expect(address.base == base)
    }

    @Test func `routes stand behind the base`() throws {
        let address = try #require(ServerAddress("wss://x:1/base"))
        #expect(address.url(of: "/rpc") == "https://x:1/base/rpc")
    }

    @Test func `reading pauses when much waits, and goes on when little does`() {
        let inflow = Inflow()
        for _ in 1...255 { inflow.arrived(.closed(.lost, reason: "")) }
        #expect(inflow.mayRead)
        inflow.arrived(.closed(.lost, reason: ""))
        #expect(!inflow.mayRead)
        let wakeups = (1...256).map { _ in inflow.handled() }
        #expect(wakeups.firstIndex(of: true) == 191)
        #expect(wakeups.count { $0 } == 1)
        #expect(inflow.mayRead)
    }
}
