// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// A request for a WebSocket as nearly every client sends it: whole, on its own, in the plainest HTTP/1.1.
///
/// Read in one pass, without a parser that has to be ready for everything. Whatever is unusual about a request makes it
/// nil, and the HTTP decoder judges it: this never refuses and never accepts what the decoder would not.
struct PlainUpgrade {
    let head: HTTPRequestHead

    private typealias Bytes = Slice<UnsafeRawBufferPointer>

    /// Reads a head that ends where the bytes end; nil if it is anything but plain.
    init?(_ bytes: ByteBuffer, maximumFields: Int) {
        // What has yet to end is not read again and again while it comes.
        guard bytes.readableBytesView.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return nil }
        let head = bytes.withUnsafeReadableBytes { Self.head(in: Lines($0[...]), maximumFields: maximumFields) }
        guard let head else { return nil }
        self.head = head
    }

    private static func head(in lines: Lines, maximumFields: Int) -> HTTPRequestHead? {
        var lines = lines
        guard let request = lines.next(), let target = Self.target(in: request) else { return nil }
        var headers: [(String, String)] = []
        headers.reserveCapacity(16)
        var isWebSocket = false
        while let line = lines.next() {
            guard !line.isEmpty else {
                guard isWebSocket, lines.isAtEnd else { return nil }
                return HTTPRequestHead(version: .http1_1, method: .GET, uri: target, headers: HTTPHeaders(headers))
            }
            guard headers.count < maximumFields, let field = Self.field(line), !Self.hasBody(field.name) else {
                return nil
            }
            isWebSocket = isWebSocket || Self.isSame(field.name, "upgrade")
            headers.append(field)
        }
        return nil
    }

    /// Whether more bytes could make this one: it is the beginning of a head in plain ASCII, and has not ended.
    static func mayBegin(with bytes: ByteBuffer) -> Bool {
        var previous: UInt8 = 0
        var lineIsEmpty = false
        let view = bytes.readableBytesView
        guard zip(view, "GET /".utf8).allSatisfy({ $0 == $1 }) else { return false }
        for byte in view {
            switch byte {
            case UInt8(ascii: "\n"):
                guard previous == UInt8(ascii: "\r"), !lineIsEmpty else { return false }
                lineIsEmpty = true
            case UInt8(ascii: "\r"):
                break
            case 0x20...0x7E:
                guard previous != UInt8(ascii: "\r") else { return false }
                lineIsEmpty = false
            default:
                return false
            }
            previous = byte
        }
        return true
    }

    /// `GET target HTTP/1.1`, with one space between.
    private static func target(in line: Bytes) -> String? {
        let (method, version) = ("GET ".utf8, " HTTP/1.1".utf8)
        guard line.count > method.count + version.count, line.starts(with: method),
            line.suffix(version.count).elementsEqual(version)
        else { return nil }
        let target = line.dropFirst(method.count).dropLast(version.count)
        guard target.first == UInt8(ascii: "/"), target.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: target, as: UTF8.self)
    }

    /// `name: value` in ASCII (RFC 9110, 5.5 and 5.6.2).
    private static func field(_ line: Bytes) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = line[..<colon]
        guard !name.isEmpty, name.allSatisfy(Self.isToken) else { return nil }
        var value = line[(colon + 1)...]
        while let first = value.first, first == 0x20 { value.removeFirst() }
        guard value.last != 0x20, value.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        return (String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func hasBody(_ name: String) -> Bool {
        Self.isSame(name, "content-length") || Self.isSame(name, "transfer-encoding") || Self.isSame(name, "expect")
    }

    private static func isSame(_ name: String, _ lowercase: StaticString) -> Bool {
        lowercase.withUTF8Buffer { lowercase in
            name.utf8.count == lowercase.count && zip(name.utf8, lowercase).allSatisfy { $0 | 0x20 == $1 }
        }
    }
}

/// The lines of a head, each ended by CR LF.
private struct Lines {
    private var rest: Slice<UnsafeRawBufferPointer>

    init(_ bytes: Slice<UnsafeRawBufferPointer>) {
        self.rest = bytes
    }

    var isAtEnd: Bool { self.rest.isEmpty }

    mutating func next() -> Slice<UnsafeRawBufferPointer>? {
        guard let end = self.rest.firstIndex(of: UInt8(ascii: "\r")), end + 1 < self.rest.endIndex,
            self.rest[end + 1] == UInt8(ascii: "\n")
        else { return nil }
        defer { self.rest = self.rest[(end + 2)...] }
        return self.rest[..<end]
    }
}
