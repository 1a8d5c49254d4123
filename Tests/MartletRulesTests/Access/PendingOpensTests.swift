// SPDX-License-Identifier: Apache-2.0

import MartletRules
import Testing

@Suite struct PendingOpensTests {
    @Test func `one address has 100 sockets that owe their first frame, and another its own`() {
        var pending = PendingOpens<String>()
        for _ in 0..<100 { #expect(pending.admit("a") == true) }
        #expect(pending.admit("a") == false)
        #expect(pending.admit("b") == true)
        pending.release("a")
        #expect(pending.admit("a") == true)
        #expect(pending.admit("a") == false)
    }

    @Test func `addresses that owe nothing are forgotten, and releasing too often lends nothing`() {
        var pending = PendingOpens<String>(limit: 1)
        #expect(pending.admit("a") == true)
        pending.release("a")
        pending.release("a")
        pending.release("never")
        #expect(pending.addressCount == 0)
        #expect(pending.admit("a") == true)
        #expect(pending.admit("a") == false)
    }
}
