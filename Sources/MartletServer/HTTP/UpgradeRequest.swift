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
        let fields = Fields(head.headers)
        guard fields.asksToUpgrade else {
            self = .none
            return
        }
        // RFC 9110, 7.8: an upgrade is to be ignored in HTTP/1.0, and may be ignored in any other.
        guard fields.asksForWebSocket, head.method == .GET, head.version != .http1_0 else {
            self = .ignored
            return
        }
        self = Self.checked(fields)
    }

    /// What the fields that matter say, read in one pass: a browser sends many others.
    private struct Fields {
        var asksToUpgrade = false
        var asksForWebSocket = false
        var connectionUpgrades = false
        var hosts = 0
        var hasBody = false
        var versions: [String] = []
        var keys: [String] = []

        init(_ headers: HTTPHeaders) {
            for (name, value) in headers {
                if name.isSame(as: "upgrade") {
                    self.asksToUpgrade = true
                    self.asksForWebSocket = self.asksForWebSocket || value.lists("websocket")
                } else if name.isSame(as: "connection") {
                    self.connectionUpgrades = self.connectionUpgrades || value.lists("upgrade")
                } else if name.isSame(as: "host") {
                    self.hosts += 1
                } else if name.isSame(as: "transfer-encoding") {
                    self.hasBody = true
                } else if name.isSame(as: "content-length") {
                    self.hasBody = self.hasBody || value != "0"
                } else if name.isSame(as: "sec-websocket-version") {
                    self.versions.append(value)
                } else if name.isSame(as: "sec-websocket-key") {
                    self.keys.append(value)
                }
            }
        }
    }

    private static func checked(_ fields: Fields) -> Self {
        guard fields.connectionUpgrades else {
            return .malformed(status: .badRequest, reason: "Connection must name Upgrade")
        }
        guard fields.hosts == 1 else {
            return .malformed(status: .badRequest, reason: "Host must be given once")
        }
        guard !fields.hasBody else {
            return .malformed(status: .badRequest, reason: "a request to upgrade has no body")
        }
        guard fields.versions == ["13"] else {
            return .malformed(status: .upgradeRequired, reason: "Sec-WebSocket-Version must be 13")
        }
        guard let key = fields.keys.first, fields.keys.count == 1, Self.isKey(key) else {
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

extension String {
    /// ASCII without regard to case, as HTTP compares its tokens; the argument is in lower case.
    fileprivate func isSame(as token: StaticString) -> Bool {
        self.utf8[...].isSame(as: token)
    }

    /// Whether a list with commas has a token (RFC 9110, 5.6.1); the argument is in lower case.
    fileprivate func lists(_ token: StaticString) -> Bool {
        self.utf8.split(separator: UInt8(ascii: ",")).contains { $0.withoutSpace.isSame(as: token) }
    }
}

extension Substring.UTF8View {
    fileprivate func isSame(as token: StaticString) -> Bool {
        token.withUTF8Buffer { token in
            self.count == token.count
                && zip(self, token).allSatisfy { byte, lower in
                    byte == lower || (0x41...0x5A).contains(byte) && byte | 0x20 == lower
                }
        }
    }

    /// Without the space and tabs around it.
    fileprivate var withoutSpace: Self {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var rest = self.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }
}
