// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

struct EventBytesTests {
    private let created = MessageCreated(message: Sample.message)

    private func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    @Test func `the key of the call stands between type and data`() throws {
        let event = try EventBytes.encode(ChannelRemoved(channelID: 3), cause: "k\"1")
        #expect(text(event) == #"{"type":"channel.removed","cause":{"key":"k\"1"},"data":{"channel_id":3}}"#)
    }

    @Test func `the bytes are a frame's, with a cause and without`() throws {
        for key in ["k\"1", nil] {
            let frame = EventFrame(cause: key.map(EventFrame.Cause.init), event: .known(self.created))
            #expect(try EventBytes.encode(self.created, cause: key) == WireEncoder().encode(frame))
        }
    }

    @Test func `a place is spliced in front`() throws {
        let event = try EventBytes.encode(ChannelRemoved(channelID: 3))
        let frame = EventBytes.frame(event, seq: 9_007_199_254_740_991)
        #expect(text(frame) == #"{"seq":9007199254740991,"type":"channel.removed","data":{"channel_id":3}}"#)
        let decoded = try WireDecoder().decode(EventFrame.self, from: frame)
        #expect(decoded.seq == 9_007_199_254_740_991)
        #expect(try WireEncoder().encode(decoded) == frame)
    }

    // DESIGN 1, "Delete and edit redact": seq and type stay, the text does not.
    @Test func `a redacted message keeps its place and its name and loses its text and attachments`() throws {
        let redacted = try EventBytes.redacted(EventBytes.encode(self.created, cause: "k1"))
        #expect(text(redacted).hasPrefix(#"{"type":"message.created","redacted":true,"cause":{"key":"k1"},"data":"#))
        let frame = try WireDecoder().decode(EventFrame.self, from: EventBytes.frame(redacted, seq: 42))
        var message = Sample.message
        message.body = ""
        message.attachments = []
        #expect(frame.event == .known(MessageCreated(message: message)))
        #expect(frame.isRedacted)
        #expect(frame.seq == 42)
        #expect(!text(redacted).contains("you"))
        #expect(!text(redacted).contains("m1"))
    }

    @Test func `an edit is redacted like a first saying, twice like once`() throws {
        let once = try EventBytes.redacted(EventBytes.encode(MessageUpdated(message: Sample.message)))
        #expect(!text(once).contains("you"))
        #expect(try EventBytes.redacted(once) == once)
    }

    @Test func `an event without text is not touched by redaction`() throws {
        let event = try EventBytes.encode(MessageDeleted(messageID: 42, channelID: 3))
        #expect(try EventBytes.redacted(event) == event)
    }

    @Test func `a stored answer loses its text too`() throws {
        let reply = try EventBytes.redacted(reply: WireEncoder().encode(Sample.message))
        #expect(try WireDecoder().decode(Message.self, from: reply) == Sample.message.redacted)
    }
}
