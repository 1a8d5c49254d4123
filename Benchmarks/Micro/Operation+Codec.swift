// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire

extension Operation {
    /// From an event to the bytes that the log keeps.
    static let encodeEvent = Operation(name: "encode-event", unit: 1, summary: "event encoded") {
        let event = MessageCreated(message: .sample(id: 123_456))
        return {
            guard let bytes = try? EventBytes.encode(event) else { preconditionFailure("an event always encodes") }
            keep(bytes)
        }
    }

    /// From the bytes that the log keeps to the frame that all sockets share.
    static let frameEvent = Operation(name: "frame-event", unit: 1, summary: "entry framed") {
        let entry = LogEntry.sample(seq: 123_456)
        return { keep(FramedEntry(entry)) }
    }

    /// From what a client sends to a call that has been validated.
    static let decodeRequest = Operation(name: "decode-request", unit: 1, summary: "message.send decoded") {
        let body = String(repeating: "a quick brown fox, and so on ", count: 7)
        let bytes = Array(
            """
            {"jsonrpc":"2.0","id":17,"method":"message.send","params":{"channel_id":42,"body":"\(body)",\
            "idempotency_key":"0123456789abcdef"}}
            """.utf8
        )
        return {
            guard let body = try? RPCBody(decoding: bytes, methods: .standard, limits: .standard) else {
                preconditionFailure("the request is a good one")
            }
            keep(body)
        }
    }
}

extension Message {
    /// A message of 200 bytes.
    static func sample(id: Seq) -> Message {
        Message(
            id: MessageID(rawValue: id),
            channelID: 1,
            userID: 2,
            body: String(repeating: "a quick brown fox, and so on ", count: 7),
            createdAt: Timestamp(rawValue: 1_760_000_000_000)
        )
    }
}

extension LogEntry {
    /// What a channel of everyone hears.
    static func sample(seq: Seq) -> LogEntry {
        guard let event = try? EventBytes.encode(MessageCreated(message: .sample(id: seq))) else {
            preconditionFailure("an event always encodes")
        }
        return LogEntry(seq: seq, audience: .channel(1), event: event)
    }
}

/// Keeps the compiler from leaving out what nobody looks at.
@inline(never)
func keep<Value>(_ value: Value) {
    withExtendedLifetime(value) {}
}
