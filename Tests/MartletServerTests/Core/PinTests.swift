// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire
import Testing

@Suite struct PinTests {
    @Test func `pins are told once and listed in order`() async throws {
        try await Talk.run { talk in
            let (first, second) = (try await talk.say("one").id, try await talk.say("two").id)
            let start = talk.core.head
            let pinned = try await talk.core.call(MessagePin(messageID: second), as: talk.ben)
            _ = try await talk.core.call(MessagePin(messageID: second), as: talk.ada)
            _ = try await talk.core.call(MessagePin(messageID: first), as: talk.ada)
            #expect(pinned == MessagePinUpdated(messageID: second, channelID: talk.channel, isPinned: true))
            #expect(try await talk.core.heard(by: talk.ada, after: start).map(\.event).first == .known(pinned))
            #expect(talk.core.head == start + 2, "pinning again changes nothing")
            let pins = try await talk.core.call(MessageListPins(channelID: talk.channel), as: talk.cleo)
            #expect(pins.messages.map(\.id) == [first, second] && pins.messages.allSatisfy(\.isPinned))
            _ = try await talk.core.call(MessageUnpin(messageID: first), as: talk.ben)
            _ = try await talk.core.call(MessageUnpin(messageID: first), as: talk.ben)
            #expect(talk.core.head == start + 3)
            let rest = MessageListPins(channelID: talk.channel, sinceID: first)
            #expect(try await talk.core.call(rest, as: talk.ada).messages.map(\.id) == [second])
        }
    }
}
