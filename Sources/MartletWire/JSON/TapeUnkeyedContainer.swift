// SPDX-License-Identifier: Apache-2.0

/// The elements of one array of a tape.
struct TapeUnkeyedContainer: UnkeyedDecodingContainer {
    private let reading: TapeReading
    private let array: Int
    private let end: Int
    private var next: Int
    private(set) var currentIndex = 0

    init(reading: TapeReading, array: Int) {
        self.reading = reading
        self.array = array
        self.end = Int(reading.tape.nodes[array].next)
        self.next = array + 1
    }

    var codingPath: [any CodingKey] { self.reading.tape.path(to: self.array) }
    var count: Int? { nil }
    var isAtEnd: Bool { self.next >= self.end }

    /// Reads the next element; a failure stays in front of it.
    private mutating func step<Value>(_ read: (TapeDecoder) throws -> Value) throws -> Value {
        guard !self.isAtEnd else {
            let path = self.codingPath + [AnyKey(index: self.currentIndex)]
            let context = DecodingError.Context(codingPath: path, debugDescription: "missing")
            throw DecodingError.valueNotFound(Value.self, context)
        }
        let value = try read(TapeDecoder(reading: self.reading, at: self.next))
        self.next = Int(self.reading.tape.nodes[self.next].next)
        self.currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard !self.isAtEnd, TapeDecoder(reading: self.reading, at: self.next).isNull else { return false }
        return try self.step { $0.isNull }
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try self.step { try $0.decode(type) }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try self.step { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try self.step { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder {
        try self.step { $0 }
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool {
        try self.step { try $0.bool() }
    }

    mutating func decode(_ type: String.Type) throws -> String {
        try self.step { try $0.string() }
    }

    mutating func decode(_ type: Double.Type) throws -> Double {
        try self.step { try $0.double() }
    }

    mutating func decode(_ type: Float.Type) throws -> Float {
        try self.step { Float(try $0.double()) }
    }

    mutating func decode(_ type: Int.Type) throws -> Int {
        try self.step { try $0.integer(type) }
    }

    mutating func decode(_ type: Int8.Type) throws -> Int8 {
        try self.step { try $0.integer(type) }
    }

    mutating func decode(_ type: Int16.Type) throws -> Int16 {
        try self.step { try $0.integer(type) }
    }

    mutating func decode(_ type: Int32.Type) throws -> Int32 {
        try self.step { try $0.integer(type) }
    }

    mutating func decode(_ type: Int64.Type) throws -> Int64 {
        try self.step { try $0.integer(type) }
    }

    mutating func decode(_ type: UInt.Type) throws -> UInt {
        try self.step { try $0.integer(type) }
    }

    mutating func decode(_ type: UInt8.Type) throws -> UInt8 {
        try self.step { try $0.integer(type) }
    }

    mutating func decode(_ type: UInt16.Type) throws -> UInt16 {
        try self.step { try $0.integer(type) }
    }

    mutating func decode(_ type: UInt32.Type) throws -> UInt32 {
        try self.step { try $0.integer(type) }
    }

    mutating func decode(_ type: UInt64.Type) throws -> UInt64 {
        try self.step { try $0.integer(type) }
    }
}
