// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire
import Testing

/// R3-14.
@Suite struct UnreadTests {
    private func message(
        _ id: MessageID,
        by user: UserID = 2,
        in thread: MessageID? = nil,
        deletedAt: Timestamp? = nil
    ) -> Message {
        Message(id: id, channelID: 1, userID: user, body: "", threadID: thread, createdAt: 0, deletedAt: deletedAt)
    }

    private func unread(_ messages: [Message], after cursor: MessageID = 0, memberSince begin: Seq = 1) -> Int {
        Unread(in: messages, for: 1, after: cursor, memberSince: begin).count
    }

    @Test func `R3-14: what others said at top level after the cursor, and have not deleted, is unread`() {
        let messages = [
            self.message(10), self.message(20), self.message(30, by: 1), self.message(40, in: 10),
            self.message(50, deletedAt: 9), self.message(60),
        ]
        #expect(self.unread(messages) == 3)
        #expect(self.unread(messages, after: 10) == 2)
        #expect(self.unread(messages, after: 60) == 0)
    }

    @Test func `R3-14: what was said before one joined is not unread, but what let one in is counted from`() {
        let messages = [self.message(10), self.message(20), self.message(21)]
        #expect(self.unread(messages, memberSince: 20) == 2)
        #expect(self.unread(messages, memberSince: 21) == 1)
        #expect(self.unread(messages, after: 20, memberSince: 5) == 1)
    }

    @Test func `R3-14: hearing of a message twice counts it once`() {
        let message = self.message(10)
        #expect(self.unread([message, message, message]) == 1)
    }

    @Test func `R3-14: a count is exact to 999 and then capped`() {
        let messages = (1...1000 as ClosedRange<Int64>).map { self.message(MessageID(rawValue: $0)) }
        let exact = Unread(in: messages.dropLast(), for: 1, after: 0, memberSince: 1)
        #expect(exact.count == 999 && !exact.isCapped)
        let capped = Unread(in: messages, for: 1, after: 0, memberSince: 1)
        #expect(capped.count == 999 && capped.isCapped)
    }
}
