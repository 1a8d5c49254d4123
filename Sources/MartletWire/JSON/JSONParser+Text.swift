// SPDX-License-Identifier: Apache-2.0

extension JSONParser {
    mutating func string(_ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        self.position += 1
        let index = self.begin(.string)
        while true {
            let byte = try self.peek(text)
            switch byte {
            case UInt8(ascii: "\""):
                self.finish(index, end: self.position)
                self.position += 1
                return
            case UInt8(ascii: "\\"):
                self.nodes[index].isEscaped = true
                try self.escape(text)
            case 0x20...0x7F:
                self.position += 1
            case 0x80...:
                try self.multibyte(text)
            default:
                throw self.error("a control character in a text must be escaped")
            }
        }
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        self.position += 1
        switch try self.peek(text) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            self.position += 1
        case UInt8(ascii: "u"):
            let unit = try self.unit(text)
            guard !(0xDC00...0xDFFF).contains(unit) else { throw self.error("half a surrogate pair") }
            guard (0xD800...0xDBFF).contains(unit) else { return }
            guard self.position + 1 < text.count, text[self.position] == UInt8(ascii: "\\") else {
                throw self.error("half a surrogate pair")
            }
            self.position += 1
            guard text[self.position] == UInt8(ascii: "u"), (0xDC00...0xDFFF).contains(try self.unit(text)) else {
                throw self.error("half a surrogate pair")
            }
        default: throw self.error("unknown escape")
        }
    }

    /// Reads `uXXXX`.
    private mutating func unit(_ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) -> UInt16 {
        self.position += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Self.hexadecimal(try self.peek(text)) else { throw self.error("expected a digit") }
            unit = unit << 4 | UInt16(digit)
            self.position += 1
        }
        return unit
    }

    /// Reads one scalar of two to four bytes, in its shortest form and no surrogate.
    private mutating func multibyte(_ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        let first = text[self.position]
        let (length, second): (Int, ClosedRange<UInt8>)
        switch first {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw self.error("not UTF-8")
        }
        guard self.position + length <= text.count, second.contains(text[self.position + 1]) else {
            throw self.error("not UTF-8")
        }
        for offset in 2..<max(length, 2) where !(0x80...0xBF).contains(text[self.position + offset]) {
            throw self.error("not UTF-8")
        }
        self.position += length
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// What a text that was parsed stands for.
    static func unescaped(_ text: some Collection<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var rest = text.makeIterator()
        var high: UInt32?
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.next() else {
                result.append(byte)
                continue
            }
            guard escape == UInt8(ascii: "u") else {
                result.append(Self.meaning(of: escape))
                continue
            }
            let unit = (0..<4).reduce(0) { unit, _ in unit << 4 | UInt32(rest.next().flatMap(Self.hexadecimal) ?? 0) }
            if let first = high {
                result += Self.utf8(0x10000 + (first - 0xD800) << 10 + (unit & 0x3FF))
                high = nil
            } else if (0xD800...0xDBFF).contains(unit) {
                high = unit
            } else {
                result += Self.utf8(unit)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func meaning(of escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: escape
        }
    }

    private static func utf8(_ value: UInt32) -> Unicode.UTF8.EncodedScalar {
        UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter
    }
}
