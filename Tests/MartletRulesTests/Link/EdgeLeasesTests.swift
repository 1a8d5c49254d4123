// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import Testing

@Suite struct EdgeLeasesTests {
    @Test func `an edge that is heard in time stays, and one that is not goes alone`() {
        var leases = EdgeLeases<String, ManualInstant>(lease: .seconds(10))
        leases.renewed("a", at: 0)
        leases.renewed("b", at: 0)
        leases.renewed("a", at: 9)
        #expect(leases.expired(at: 9).isEmpty)
        #expect(leases.expired(at: 10) == ["b"])
        #expect(leases.expired(at: 18).isEmpty)
        #expect(leases.expired(at: 19) == ["a"])
    }

    @Test func `an edge expires once`() {
        var leases = EdgeLeases<String, ManualInstant>(lease: .seconds(10))
        leases.renewed("a", at: 0)
        #expect(leases.expired(at: 10) == ["a"])
        #expect(leases.expired(at: 15).isEmpty)
        leases.renewed("a", at: 16)
        leases.ended("a")
        #expect(leases.expired(at: 24).isEmpty)
    }

    @Test func `who was stopped itself listens before it gives anybody up`() {
        var leases = EdgeLeases<String, ManualInstant>(lease: .seconds(9))
        leases.renewed("a", at: 0)
        leases.renewed("b", at: 0)
        #expect(leases.expired(at: 1).isEmpty)
        #expect(leases.expired(at: 60).isEmpty)
        leases.renewed("a", at: 61)
        #expect(leases.expired(at: 63) == ["b"])
    }
}
