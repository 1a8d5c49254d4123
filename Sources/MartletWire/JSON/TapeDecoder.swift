// SPDX-License-Identifier: Apache-2.0

/// Decodes one value of a tape.
struct TapeDecoder: Decoder {
    private let reading: TapeReading
    private let index: Int

    init(reading: TapeReading, at index: Int) {
        self.reading = reading
        self.index = index
    }

    private var tape: JSONTape { self.reading.tape }
    private var node: JSONTape.Node { self.reading.tape.nodes[self.index] }

    /// Costs a walk, so only errors ask for it.
    var codingPath: [any CodingKey] { self.tape.path(to: self.index) }
    var userInfo: [CodingUserInfoKey: Any] { self.reading.userInfo }
    /// The bytes of the value.
    var raw: [UInt8] { self.tape.raw(self.index) }
    var isNull: Bool { self.node.kind == .null }
    var isObject: Bool { self.node.kind == .object }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try Value(from: self)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard self.node.kind == .object else { throw self.mismatch([String: Any].self, "an object") }
        return KeyedDecodingContainer(TapeKeyedContainer(reading: self.reading, object: self.index))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard self.node.kind == .array else { throw self.mismatch([Any].self, "an array") }
        return TapeUnkeyedContainer(reading: self.reading, array: self.index)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        TapeValueContainer(decoder: self)
    }

    func bool() throws -> Bool {
        guard self.node.kind == .bool else { throw self.mismatch(Bool.self, "true or false") }
        return self.tape.bytes[Int(self.node.start)] == UInt8(ascii: "t")
    }

    func string() throws -> String {
        guard self.node.kind == .string else { throw self.mismatch(String.self, "a string") }
        return self.tape.string(self.index)
    }

    func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        guard self.node.kind == .integer else { throw self.mismatch(type, "an integer") }
        guard let number = self.tape.integer(self.index).flatMap({ Number(exactly: $0) }) else {
            throw self.mismatch(type, "an integer of \(Number.bitWidth) bits")
        }
        return number
    }

    func double() throws -> Double {
        guard self.node.kind == .integer || self.node.kind == .number, let number = self.tape.double(self.index) else {
            throw self.mismatch(Double.self, "a number")
        }
        return number
    }

    private func mismatch(_ type: Any.Type, _ expectation: String) -> DecodingError {
        let context = DecodingError.Context(codingPath: self.codingPath, debugDescription: "expected \(expectation)")
        return self.isNull ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }
}
