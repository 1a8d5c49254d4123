// SPDX-License-Identifier: Apache-2.0

/// An event as the bytes that are kept and sent, made once and spliced from then on.
package enum EventBytes {
    /// `{"type":…,"cause":{"key":…},"data":…}`, as a ``LogEntry`` keeps it and an ephemeral event is sent.
    ///
    /// The same bytes as an ``EventFrame``'s, in half its time: every commit waits for this.
    package static func encode<Kind: Event>(_ event: Kind, cause key: String? = nil) throws -> [UInt8] {
        let writer = JSONWriter(reserving: 512)
        writer.openObject()
        writer.key("type", at: 1)
        writer.string(Kind.name.rawValue)
        if let key {
            writer.key("cause", at: 1)
            writer.openObject()
            writer.key("key", at: 2)
            writer.string(key)
        }
        writer.key("data", at: 1)
        try ValueEncoder(writer: writer, depth: 1).write(event)
        writer.close(to: 0)
        return writer.bytes
    }

    /// `{"seq":N,"type":…}`: the same event with its place, as a logged event is sent.
    package static func frame(_ event: [UInt8], seq: Seq) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(event.count + 28)
        frame += "{\"seq\":".utf8
        frame += String(seq).utf8
        frame.append(UInt8(ascii: ","))
        frame += event.dropFirst()
        return frame
    }

    /// The same event as it is replayed once its text was taken back: `"redacted":true`, no text, no attachments.
    ///
    /// An event that carries no message comes back as it was.
    package static func redacted(_ event: [UInt8]) throws -> [UInt8] {
        var frame = try WireDecoder().decode(EventFrame.self, from: event)
        switch frame.event {
        case .known(let created as MessageCreated):
            frame.event = .known(MessageCreated(message: created.message.redacted))
        case .known(let updated as MessageUpdated):
            frame.event = .known(MessageUpdated(message: updated.message.redacted))
        case .known, .unknown: return event
        }
        frame.isRedacted = true
        return try WireEncoder().encode(frame)
    }

    /// A stored answer that is a message, as it is repeated once its text was taken back.
    package static func redacted(reply: [UInt8]) throws -> [UInt8] {
        try WireEncoder().encode(WireDecoder().decode(Message.self, from: reply).redacted)
    }
}

extension Message {
    /// The message without its text and attachments.
    package var redacted: Message {
        var message = self
        message.body = ""
        message.attachments = []
        return message
    }
}
