// SPDX-License-Identifier: Apache-2.0

/// JSON read once: where each value begins and ends, in the order of the text.
///
/// A value of an object follows its name; what an object or array holds follows it. Nothing is copied or converted
/// until a decoder asks for it, so what nobody reads costs only its scan.
final class JSONTape: Sendable {
    /// What a value is.
    enum Kind: UInt8, Sendable {
        case null, bool, integer, number, string, array, object
    }

    /// One value, or a name in an object.
    struct Node: Sendable {
        var kind: Kind
        /// Whether a text has escapes and must be copied to be read.
        var isEscaped = false
        /// The first byte; of a text the first after its quote.
        var start: Int32
        /// The byte after the last; of a text its closing quote.
        var end: Int32 = 0
        /// The node after this one and all that it holds.
        var next: Int32 = 0
    }

    let bytes: [UInt8]
    let nodes: [Node]

    /// How deep arrays and objects may be nested.
    static let deepest = 64
    /// How many bytes a text may have.
    static let longest = Int(Int32.max) - 1

    init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
        guard bytes.count <= Self.longest else { throw JSONSyntaxError(problem: "too long", offset: Self.longest) }
        var parser = JSONParser(reserving: bytes.count / 8 + 8)
        let parsed: Result<Void, JSONSyntaxError> = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(JSONSyntaxError) in try parser.parse(buffer) }
        }
        try parsed.get()
        self.bytes = bytes
        self.nodes = parser.nodes
    }

    /// The bytes of a value, quotes included.
    func raw(_ index: Int) -> [UInt8] {
        let node = self.nodes[index]
        let quote: Int32 = node.kind == .string ? 1 : 0
        return Array(self.bytes[Int(node.start - quote)..<Int(node.end + quote)])
    }

    /// A text or name.
    func string(_ index: Int) -> String {
        let node = self.nodes[index]
        let text = self.bytes[Int(node.start)..<Int(node.end)]
        return node.isEscaped ? JSONParser.unescaped(text) : String(decoding: text, as: UTF8.self)
    }

    /// A whole number; nil when it does not fit 64 bits.
    func integer(_ index: Int) -> Int64? {
        let node = self.nodes[index]
        var number: Int64 = 0
        var position = Int(node.start)
        let isNegative = self.bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        while position < Int(node.end) {
            let digit = Int64(self.bytes[position] &- UInt8(ascii: "0"))
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflows) = tens.subtractingReportingOverflow(digit)
            guard !isTooLarge, !overflows else { return nil }
            number = sum
            position += 1
        }
        // Summed below zero, where there is room for one more.
        guard !isNegative else { return number }
        return number == .min ? nil : -number
    }

    /// Any number, as near as can be said.
    func double(_ index: Int) -> Double? {
        let node = self.nodes[index]
        let text = String(decoding: self.bytes[Int(node.start)..<Int(node.end)], as: UTF8.self)
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    /// The value under a name of an object.
    func value(of name: String, in object: Int) -> Int? {
        var name = name
        return name.withUTF8 { name in
            let end = Int(self.nodes[object].next)
            var index = object + 1
            while index < end {
                if self.isName(index, name) { return index + 1 }
                index = Int(self.nodes[index + 1].next)
            }
            return nil
        }
    }

    private func isName(_ index: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        let node = self.nodes[index]
        guard !node.isEscaped else { return self.string(index).utf8.elementsEqual(name) }
        guard name.count == Int(node.end - node.start) else { return false }
        let start = Int(node.start)
        for offset in 0..<name.count where self.bytes[start + offset] != name[offset] {
            return false
        }
        return true
    }

    /// The names and indices on the way from the whole to one value.
    func path(to target: Int) -> [any CodingKey] {
        var path: [any CodingKey] = []
        var place = 0
        while place < target {
            var index = place + 1
            var count = 0
            let isObject = self.nodes[place].kind == .object
            while true {
                let value = isObject ? index + 1 : index
                if target < Int(self.nodes[value].next) {
                    path.append(isObject ? AnyKey(self.string(index)) : AnyKey(index: count))
                    place = value
                    break
                }
                index = Int(self.nodes[value].next)
                count += 1
            }
        }
        return path
    }
}
