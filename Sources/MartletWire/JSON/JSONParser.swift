// SPDX-License-Identifier: Apache-2.0

/// Reads JSON as RFC 8259 has it, and refuses what it leaves open: a repeated name, half a surrogate, bytes that
/// are not UTF-8, and nesting without end.
struct JSONParser {
    var nodes: [JSONTape.Node] = []
    var position = 0
    private var depth = 0

    init(reserving capacity: Int) {
        self.nodes.reserveCapacity(capacity)
    }

    mutating func parse(_ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        self.skipSpace(text)
        try self.value(text)
        self.skipSpace(text)
        guard self.position == text.count else { throw self.error("more than one value") }
    }

    func error(_ problem: String) -> JSONSyntaxError {
        JSONSyntaxError(problem: problem, offset: self.position)
    }

    private mutating func skipSpace(_ text: UnsafeBufferPointer<UInt8>) {
        while self.position < text.count {
            switch text[self.position] {
            case 0x20, 0x09, 0x0A, 0x0D: self.position += 1
            default: return
            }
        }
    }

    func peek(_ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) -> UInt8 {
        guard self.position < text.count else { throw self.error("unexpected end") }
        return text[self.position]
    }

    private mutating func value(_ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        switch try self.peek(text) {
        case UInt8(ascii: "{"): try self.nest(.object, text)
        case UInt8(ascii: "["): try self.nest(.array, text)
        case UInt8(ascii: "\""): try self.string(text)
        case UInt8(ascii: "t"): try self.word("true", .bool, text)
        case UInt8(ascii: "f"): try self.word("false", .bool, text)
        case UInt8(ascii: "n"): try self.word("null", .null, text)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try self.number(text)
        default: throw self.error("expected a value")
        }
    }

    mutating func finish(_ index: Int, end: Int) {
        self.nodes[index].end = Int32(truncatingIfNeeded: end)
        self.nodes[index].next = Int32(truncatingIfNeeded: self.nodes.count)
    }

    mutating func begin(_ kind: JSONTape.Kind) -> Int {
        self.nodes.append(JSONTape.Node(kind: kind, start: Int32(truncatingIfNeeded: self.position)))
        return self.nodes.count - 1
    }

    private mutating func nest(
        _ kind: JSONTape.Kind,
        _ text: UnsafeBufferPointer<UInt8>
    ) throws(JSONSyntaxError) {
        guard self.depth < JSONTape.deepest else { throw self.error("nested too deeply") }
        self.depth += 1
        let closer = kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")
        let index = self.begin(kind)
        self.position += 1
        self.skipSpace(text)
        if try self.peek(text) == closer {
            self.position += 1
        } else {
            var isOpen = true
            while isOpen {
                if kind == .object { try self.name(text) }
                try self.value(text)
                self.skipSpace(text)
                let byte = try self.peek(text)
                guard byte == UInt8(ascii: ",") || byte == closer else {
                    throw self.error("expected a comma or an end")
                }
                self.position += 1
                if byte == closer { isOpen = false } else { self.skipSpace(text) }
            }
        }
        self.finish(index, end: self.position)
        self.depth -= 1
        if kind == .object { try self.refuseRepeatedNames(of: index, text) }
    }

    private mutating func name(_ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        guard try self.peek(text) == UInt8(ascii: "\"") else { throw self.error("expected a name") }
        try self.string(text)
        self.skipSpace(text)
        guard try self.peek(text) == UInt8(ascii: ":") else { throw self.error("expected a colon") }
        self.position += 1
        self.skipSpace(text)
    }

    private mutating func word(
        _ word: StaticString,
        _ kind: JSONTape.Kind,
        _ text: UnsafeBufferPointer<UInt8>
    ) throws(JSONSyntaxError) {
        let index = self.begin(kind)
        let length = word.utf8CodeUnitCount
        for offset in 0..<length {
            guard self.position + offset < text.count, text[self.position + offset] == word.utf8Start[offset] else {
                throw self.error("expected a value")
            }
        }
        self.position += length
        self.finish(index, end: self.position)
    }

    private mutating func number(_ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        let index = self.begin(.integer)
        if text[self.position] == UInt8(ascii: "-") { self.position += 1 }
        if try self.peek(text) == UInt8(ascii: "0") {
            self.position += 1
        } else {
            try self.digits(text)
        }
        if self.position < text.count, text[self.position] == UInt8(ascii: ".") {
            self.position += 1
            try self.digits(text)
            self.nodes[index].kind = .number
        }
        if self.position < text.count, text[self.position] | 0x20 == UInt8(ascii: "e") {
            self.position += 1
            let sign = try self.peek(text)
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { self.position += 1 }
            try self.digits(text)
            self.nodes[index].kind = .number
        }
        self.finish(index, end: self.position)
    }

    private mutating func digits(_ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        let start = self.position
        while self.position < text.count, text[self.position] &- UInt8(ascii: "0") <= 9 { self.position += 1 }
        guard self.position > start else { throw self.error("expected a digit") }
    }
}

extension JSONParser {
    /// RFC 8259 leaves open what a repeated name means, so none is accepted.
    private func refuseRepeatedNames(
        of object: Int,
        _ text: UnsafeBufferPointer<UInt8>
    ) throws(JSONSyntaxError) {
        var count = 0
        var hasEscapes = false
        var index = object + 1
        while index < self.nodes.count {
            count += 1
            hasEscapes = hasEscapes || self.nodes[index].isEscaped
            index = Int(self.nodes[index + 1].next)
        }
        if count <= 16, !hasEscapes {
            try self.compareNames(of: object, text)
        } else {
            try self.gatherNames(of: object, text)
        }
    }

    private func compareNames(of object: Int, _ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        var index = object + 1
        while index < self.nodes.count {
            let name = self.nodes[index]
            let bytes = text[Int(name.start)..<Int(name.end)]
            var other = object + 1
            while other < index {
                let earlier = self.nodes[other]
                if earlier.end - earlier.start == name.end - name.start {
                    let others = text[Int(earlier.start)..<Int(earlier.end)]
                    guard !others.elementsEqual(bytes) else { throw Self.repeated(name) }
                }
                other = Int(self.nodes[other + 1].next)
            }
            index = Int(self.nodes[index + 1].next)
        }
    }

    private func gatherNames(of object: Int, _ text: UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) {
        var seen: Set<[UInt8]> = []
        var index = object + 1
        while index < self.nodes.count {
            let name = self.nodes[index]
            let bytes = text[Int(name.start)..<Int(name.end)]
            let isNew = seen.insert(name.isEscaped ? Array(Self.unescaped(bytes).utf8) : Array(bytes)).inserted
            guard isNew else { throw Self.repeated(name) }
            index = Int(self.nodes[index + 1].next)
        }
    }

    private static func repeated(_ name: JSONTape.Node) -> JSONSyntaxError {
        JSONSyntaxError(problem: "a name stands twice", offset: Int(name.start))
    }
}
