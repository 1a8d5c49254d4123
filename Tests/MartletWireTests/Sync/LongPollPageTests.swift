// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

struct LongPollPageTests {
    private let frame = EventFrame(seq: 43, event: .known(ChannelRemoved(channelID: 3)))

    @Test func `a page has these bytes and comes back from them, whether its events are read or carried`() throws {
        let page = LongPollPage(epoch: Sample.position.epoch, seq: 43, events: [self.frame], hasMore: true)
        let text =
            #"{"epoch":"e1","seq":43,"events":[{"seq":43,"type":"channel.removed","data":{"channel_id":3}}],"#
            + #""more":true,"resync":null}"#
        #expect(try json(page) == text)
        #expect(try value(LongPollPage.self, text) == page)
        let event = try EventBytes.encode(ChannelRemoved(channelID: 3))
        let carried = try LongPollPage.encode(
            position: Position(epoch: Sample.position.epoch, seq: 43),
            frames: [EventBytes.frame(event, seq: 43)],
            hasMore: true
        )
        #expect(String(decoding: carried, as: UTF8.self) == text)
    }

    @Test func `a page without events says why to load afresh`() throws {
        let page = LongPollPage(epoch: Sample.position.epoch, seq: 43, events: [], resync: .expired)
        let text = #"{"epoch":"e1","seq":43,"events":[],"more":false,"resync":"expired"}"#
        #expect(try json(page) == text)
        #expect(try value(LongPollPage.self, text) == page)
    }
}
