// SPDX-License-Identifier: Apache-2.0

/// The members of one object of a tape.
struct TapeKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let reading: TapeReading
    private let object: Int

    init(reading: TapeReading, object: Int) {
        self.reading = reading
        self.object = object
    }

    var codingPath: [any CodingKey] { self.reading.tape.path(to: self.object) }

    var allKeys: [Key] {
        let tape = self.reading.tape
        let end = Int(tape.nodes[self.object].next)
        var keys: [Key] = []
        var index = self.object + 1
        while index < end {
            if let key = Key(stringValue: tape.string(index)) { keys.append(key) }
            index = Int(tape.nodes[index + 1].next)
        }
        return keys
    }

    func contains(_ key: Key) -> Bool {
        self.reading.tape.value(of: key.stringValue, in: self.object) != nil
    }

    private func value(_ key: Key) throws -> TapeDecoder {
        guard let index = self.reading.tape.value(of: key.stringValue, in: self.object) else {
            let context = DecodingError.Context(codingPath: self.codingPath, debugDescription: "missing")
            throw DecodingError.keyNotFound(key, context)
        }
        return TapeDecoder(reading: self.reading, at: index)
    }

    /// The value under a name; nil where there is none, or null.
    private func present(_ key: Key) -> TapeDecoder? {
        guard let index = self.reading.tape.value(of: key.stringValue, in: self.object) else { return nil }
        let value = TapeDecoder(reading: self.reading, at: index)
        return value.isNull ? nil : value
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        try self.value(key).isNull
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try self.value(key).decode(type)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try self.present(key)?.decode(type)
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try self.present(key)?.string()
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try self.present(key)?.bool()
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try self.present(key)?.integer(type)
    }

    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try self.present(key)?.integer(type)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try self.value(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try self.value(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        guard let index = self.reading.tape.value(of: "super", in: self.object) else {
            let context = DecodingError.Context(codingPath: self.codingPath, debugDescription: "missing")
            throw DecodingError.keyNotFound(AnyKey("super"), context)
        }
        return TapeDecoder(reading: self.reading, at: index)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        try self.value(key)
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try self.value(key).bool()
    }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try self.value(key).string()
    }

    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try self.value(key).double()
    }

    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        Float(try self.value(key).double())
    }

    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        try self.value(key).integer(type)
    }

    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 {
        try self.value(key).integer(type)
    }

    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
        try self.value(key).integer(type)
    }

    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
        try self.value(key).integer(type)
    }

    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
        try self.value(key).integer(type)
    }

    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt {
        try self.value(key).integer(type)
    }

    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
        try self.value(key).integer(type)
    }

    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
        try self.value(key).integer(type)
    }

    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
        try self.value(key).integer(type)
    }

    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
        try self.value(key).integer(type)
    }
}
