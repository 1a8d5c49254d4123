// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// What a client sends, as it stands on the wire.
enum ClientBytes {
    /// The request to become a WebSocket.
    static func handshake(path: String, host: String) -> ByteBuffer {
        ByteBuffer(
            string: """
                GET \(path) HTTP/1.1\r
                Host: \(host)\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Protocol: martlet.v1\r
                \r\n
                """
        )
    }

    /// A text frame; its mask is zero, which leaves the text as it is.
    static func text(_ text: String) -> ByteBuffer {
        var buffer = ByteBuffer()
        let count = text.utf8.count
        buffer.reserveCapacity(count + 8)
        buffer.writeInteger(UInt8(0x81))
        if count < 126 {
            buffer.writeInteger(UInt8(0x80 | count))
        } else {
            precondition(count <= UInt16.max, "a bench sends no longer frames")
            buffer.writeInteger(UInt8(0x80 | 126))
            buffer.writeInteger(UInt16(count))
        }
        buffer.writeInteger(UInt32(0))
        buffer.writeString(text)
        return buffer
    }

    /// The answer to a ping of the server's.
    static let pong = Self.text("{\"type\":\"pong\"}")

    /// A `message.send` with a marked text.
    static func send(_ mark: MessageMark, to channel: Int64, size: Int) -> ByteBuffer {
        Self.text(
            """
            {"jsonrpc":"2.0","id":\(mark.index),"method":"message.send",\
            "params":{"channel_id":\(channel),"body":"\(mark.text(size: size))"}}
            """
        )
    }
}
