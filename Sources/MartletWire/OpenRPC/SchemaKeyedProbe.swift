// SPDX-License-Identifier: Apache-2.0

/// Takes notes of the members of an object.
struct SchemaKeyedProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let notes: SchemaNotes

    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    private func note<Value: Decodable>(_ type: Value.Type, _ key: Key, isRequired: Bool) {
        self.notes.note(.init(name: key.stringValue, isRequired: isRequired) { $0.schema(of: type) })
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        self.note(type, key, isRequired: true)
        return try SchemaProbe.value(type)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) -> Value? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: Bool.Type, forKey key: Key) -> Bool {
        self.note(type, key, isRequired: true)
        return false
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) -> Bool? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: String.Type, forKey key: Key) -> String {
        self.note(type, key, isRequired: true)
        return ""
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) -> String? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: Double.Type, forKey key: Key) -> Double {
        self.note(type, key, isRequired: true)
        return 0
    }

    func decodeIfPresent(_ type: Double.Type, forKey key: Key) -> Double? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: Float.Type, forKey key: Key) -> Float {
        self.note(type, key, isRequired: true)
        return 0
    }

    func decodeIfPresent(_ type: Float.Type, forKey key: Key) -> Float? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: Int.Type, forKey key: Key) -> Int {
        self.note(type, key, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) -> Int? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: Int8.Type, forKey key: Key) -> Int8 {
        self.note(type, key, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) -> Int8? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: Int16.Type, forKey key: Key) -> Int16 {
        self.note(type, key, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) -> Int16? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: Int32.Type, forKey key: Key) -> Int32 {
        self.note(type, key, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) -> Int32? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: Int64.Type, forKey key: Key) -> Int64 {
        self.note(type, key, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) -> Int64? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: UInt.Type, forKey key: Key) -> UInt {
        self.note(type, key, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) -> UInt? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: UInt8.Type, forKey key: Key) -> UInt8 {
        self.note(type, key, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) -> UInt8? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: UInt16.Type, forKey key: Key) -> UInt16 {
        self.note(type, key, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) -> UInt16? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: UInt32.Type, forKey key: Key) -> UInt32 {
        self.note(type, key, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) -> UInt32? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func decode(_ type: UInt64.Type, forKey key: Key) -> UInt64 {
        self.note(type, key, isRequired: true)
        return 1
    }

    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) -> UInt64? {
        self.note(type, key, isRequired: false)
        return nil
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        throw SchemaProbe.unsupported
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw SchemaProbe.unsupported
    }

    func superDecoder() throws -> any Decoder {
        throw SchemaProbe.unsupported
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        throw SchemaProbe.unsupported
    }
}

extension SchemaProbe {
    /// What a parameter or answer must not do: its schema could not be told.
    static let unsupported = DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: [], debugDescription: "nested containers have no schema: use a type")
    )
}
