// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

struct DeadLetterTallyTests {
    private func letter(_ id: Int64, _ method: String, _ reason: DeadReason) -> DeadLetter {
        DeadLetter(
            id: OutboxItemID(rawValue: id),
            key: "key-\(id)",
            lane: "private lane",
            method: method,
            params: RawJSON(trusted: Array(#"{"body":"private"}"#.utf8)),
            queuedAt: 1,
            diedAt: 2,
            attempts: 1,
            reason: reason
        )
    }

    @Test func `Q3: the server is told how many were given up and why, and nothing of what they say`() throws {
        let refused = DeadReason.refused(DeliveryFault(.invalid, code: -32602))
        let tally = DeadLetterTally(
            [
                self.letter(3, "message.send", refused), self.letter(2, "read.mark", .expired),
                self.letter(1, "message.send", refused),
            ]
        )
        #expect(
            tally.counts == [
                DeadLetterCount(method: "message.send", reason: .refused, count: 2),
                DeadLetterCount(method: "read.mark", reason: .expired, count: 1),
            ]
        )
        let call = ClientReportDeadLetters(client: LocalID(rawValue: "c"), letters: tally.counts)
        try call.validate(within: .standard)
        #expect(try !call.params.description.contains("private"))
    }
}
