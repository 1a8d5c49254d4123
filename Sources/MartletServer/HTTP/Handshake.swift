// SPDX-License-Identifier: Apache-2.0

import Crypto
import NIOCore
import NIOHTTP1

/// The answers that end the HTTP of a connection, as bytes.
enum Handshake {
    /// Bytes for the answer and the greeting that leaves with it.
    private static let room = 2048

    /// The 101 that makes a connection a WebSocket.
    static func accepted(key: String, subprotocol: String?, headers: HTTPHeaders) -> ByteBuffer {
        var answer = ByteBuffer()
        answer.reserveCapacity(Self.room)
        answer.writeStaticString("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
        answer.writeStaticString("Sec-WebSocket-Accept: ")
        Self.writeProof(of: key, to: &answer)
        answer.writeStaticString("\r\n")
        if let subprotocol {
            answer.writeString("Sec-WebSocket-Protocol: \(subprotocol)\r\n")
        }
        for (name, value) in headers {
            answer.writeString("\(name): \(value)\r\n")
        }
        answer.writeStaticString("\r\n")
        return answer
    }

    /// Any other answer, after which the connection ends.
    static func refused(_ refusal: UpgradeDecision.Refusal) -> ByteBuffer {
        var answer = ByteBuffer()
        answer.writeString("HTTP/1.1 \(refusal.status.code) \(refusal.status.reasonPhrase)\r\n")
        for (name, value) in refusal.headers {
            answer.writeString("\(name): \(value)\r\n")
        }
        if refusal.body.readableBytes > 0, !refusal.headers.contains(name: "content-type") {
            answer.writeStaticString("content-type: application/json\r\n")
        }
        answer.writeString("content-length: \(refusal.body.readableBytes)\r\nconnection: close\r\n\r\n")
        answer.writeImmutableBuffer(refusal.body)
        return answer
    }

    /// RFC 6455, 4.2.2: what shows the client that it was a WebSocket server that answered.
    private static func writeProof(of key: String, to answer: inout ByteBuffer) {
        var hash = Insecure.SHA1()
        var key = key
        key.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        ("258EAFA5-E914-47DA-95CA-C5AB0DC85B11" as StaticString).withUTF8Buffer {
            hash.update(bufferPointer: UnsafeRawBufferPointer($0))
        }
        hash.finalize().withUnsafeBytes { digest in
            for start in stride(from: 0, to: digest.count, by: 3) {
                let group = digest[start..<min(start + 3, digest.count)]
                let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
                for place in 0..<4 {
                    let digit = UInt8(bits >> (18 - 6 * UInt32(place)) & 0x3F)
                    answer.writeInteger(place <= group.count ? Self.base64(digit) : UInt8(ascii: "="))
                }
            }
        }
    }

    private static func base64(_ digit: UInt8) -> UInt8 {
        switch digit {
        case ..<26: UInt8(ascii: "A") + digit
        case ..<52: UInt8(ascii: "a") + digit - 26
        case ..<62: UInt8(ascii: "0") + digit - 52
        case 62: UInt8(ascii: "+")
        default: UInt8(ascii: "/")
        }
    }
}
