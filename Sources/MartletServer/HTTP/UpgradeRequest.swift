// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1

/// What a request's head says about becoming a WebSocket (RFC 6455, 4.2.1).
enum UpgradeRequest: Equatable {
    /// It does not ask.
    case none
    /// It asks for something else, or in a way that HTTP tells us to ignore: an ordinary request.
    case ignored
    /// It asks in due form, with this key.
    case webSocket(key: String)
    /// It asks for a WebSocket, wrongly.
    case malformed(status: HTTPResponseStatus, reason: String)

    init(_ head: HTTPRequestHead) {
        guard head.headers.contains(name: "upgrade") else {
            self = .none
            return
        }
        let asksForWebSocket = head.headers[canonicalForm: "upgrade"].contains { $0.isSame(as: "websocket") }
        // RFC 9110, 7.8: an upgrade is to be ignored in HTTP/1.0, and may be ignored in any other.
        guard asksForWebSocket, head.method == .GET, head.version != .http1_0 else {
            self = .ignored
            return
        }
        self = Self.checked(head.headers)
    }

    private static func checked(_ headers: HTTPHeaders) -> Self {
        guard headers[canonicalForm: "connection"].contains(where: { $0.isSame(as: "upgrade") }) else {
            return .malformed(status: .badRequest, reason: "Connection must name Upgrade")
        }
        guard headers["host"].count == 1 else {
            return .malformed(status: .badRequest, reason: "Host must be given once")
        }
        guard !headers.contains(name: "transfer-encoding"), headers["content-length"].allSatisfy({ $0 == "0" }) else {
            return .malformed(status: .badRequest, reason: "a request to upgrade has no body")
        }
        guard headers["sec-websocket-version"] == ["13"] else {
            return .malformed(status: .upgradeRequired, reason: "Sec-WebSocket-Version must be 13")
        }
        guard let key = headers["sec-websocket-key"].first, headers["sec-websocket-key"].count == 1, Self.isKey(key)
        else {
            return .malformed(status: .badRequest, reason: "Sec-WebSocket-Key must be 16 bytes in base64")
        }
        return .webSocket(key: key)
    }

    private static func isKey(_ key: String) -> Bool {
        let bytes = key.utf8
        guard bytes.count == 24, bytes.suffix(2).elementsEqual("==".utf8) else { return false }
        return bytes.dropLast(2).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }
}

extension StringProtocol {
    /// ASCII without regard to case, as HTTP compares its tokens; the argument is in lower case.
    fileprivate func isSame(as token: StaticString) -> Bool {
        token.withUTF8Buffer { token in
            self.utf8.count == token.count
                && zip(self.utf8, token).allSatisfy { byte, lower in
                    byte == lower || (0x41...0x5A).contains(byte) && byte | 0x20 == lower
                }
        }
    }
}
