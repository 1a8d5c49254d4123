// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

struct OutboxPlacementTests {
    private let session = LocalID(rawValue: "s")

    @Test func `R1-2: a session's start and end share a lane, whoever queues them`() {
        let start = SessionStart(localID: self.session, repositoryOwner: "o", repositoryName: "r", pullRequest: 1)
        #expect(OutboxPlacement(start).map { [$0.lane, "\($0.role)"] } == ["session s", "opens"])
        #expect(
            OutboxPlacement(SessionEnd(localID: self.session)).map { [$0.lane, "\($0.role)"] } == [
                "session s", "closes",
            ]
        )
        #expect(OutboxPlacement.session(of: "session s") == self.session)
    }

    @Test func `D26: an end that names the server's number belongs to no beginning here`() {
        #expect(OutboxPlacement(SessionEnd(id: 0)) == nil)
        #expect(OutboxPlacement(ReadMark(channelID: 1, lastReadMessage: 1)) == nil)
        #expect(OutboxPlacement.session(of: "calls") == nil)
    }
}
