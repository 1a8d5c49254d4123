// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

/// The rules of 2.5.2.
@Suite struct FeedStatusTests {
    private typealias Status = FeedStatus<ManualInstant>

    @Test func `it starts with an instant (2.5.2)`() {
        let status = Status(startingAt: 7)
        #expect(status.state == .initializing)
        #expect(status.since == 7)
        #expect(status.lastFailure == nil)
    }

    @Test(arguments: [FeedState.valid, .offline(.setOffline), .offline(.networkUnavailable)])
    func `from the start it may become each of these (2.5.2)`(state: FeedState) {
        var status = Status(startingAt: 0)
        #expect(status.moved(to: state, at: 3) == true)
        #expect(status.state == state)
        #expect(status.since == 3)
    }

    @Test func `who had nothing yet is still only starting after a failure (2.5.2)`() {
        var status = Status(startingAt: 0)
        status.failed(.network, at: 3)
        #expect(status.state == .initializing)
        #expect(status.since == 0)
        #expect(status.lastFailure == .init(.network, at: 3))
    }

    @Test(arguments: [FeedState.valid, .offline(.networkUnavailable), .interrupted])
    func `any other state is interrupted by a failure (2.5.2)`(state: FeedState) {
        var status = Status(startingAt: 0)
        _ = status.moved(to: state, at: 1)
        status.failed(.network, at: 3)
        #expect(status.state == .interrupted)
        #expect(status.since == (state == .interrupted ? 1 : 3), "since moves only with the state")
    }

    @Test func `a failure for good shuts down from the start too (2.5.2)`() {
        var status = Status(startingAt: 0)
        status.halted(.closed(.signedOut), at: 3)
        #expect(status.state == .shutdown)
        #expect(status.lastFailure == .init(.closed(.signedOut), at: 3))
    }

    @Test func `the same state again is no news, and the last failure stays when all is well (2.5.2)`() {
        var status = Status(startingAt: 0)
        status.failed(.refused(.unavailable), at: 1)
        #expect(status.moved(to: .valid, at: 2) == true)
        #expect(status.moved(to: .valid, at: 3) == false)
        #expect(status.since == 2)
        #expect(status.lastFailure == .init(.refused(.unavailable), at: 1))
    }
}
