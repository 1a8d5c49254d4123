// SPDX-License-Identifier: Apache-2.0

/// The members of one object.
struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: JSONWriter
    /// How many objects and arrays enclose the members, their own object included.
    let depth: Int

    var codingPath: [any CodingKey] { [] }
    private var value: ValueEncoder { ValueEncoder(writer: self.writer, depth: self.depth) }

    func encodeNil(forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.null()
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        self.writer.key(key.stringValue, at: self.depth)
        try self.value.write(value)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        self.writer.key(key.stringValue, at: self.depth)
        return self.value.container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        self.writer.key(key.stringValue, at: self.depth)
        return self.value.unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        self.writer.key("super", at: self.depth)
        return self.value
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        self.writer.key(key.stringValue, at: self.depth)
        return self.value
    }

    func encode(_ value: Bool, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.bool(value)
    }

    func encode(_ value: String, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.string(value)
    }

    func encode(_ value: Double, forKey key: Key) throws {
        self.writer.key(key.stringValue, at: self.depth)
        try self.value.write(number: value)
    }

    func encode(_ value: Float, forKey key: Key) throws {
        self.writer.key(key.stringValue, at: self.depth)
        try self.value.write(number: value)
    }

    func encode(_ value: Int, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.integer(value)
    }

    func encode(_ value: Int8, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.integer(value)
    }

    func encode(_ value: Int16, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.integer(value)
    }

    func encode(_ value: Int32, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.integer(value)
    }

    func encode(_ value: Int64, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.integer(value)
    }

    func encode(_ value: UInt, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.integer(value)
    }

    func encode(_ value: UInt8, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.integer(value)
    }

    func encode(_ value: UInt16, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.integer(value)
    }

    func encode(_ value: UInt32, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.integer(value)
    }

    func encode(_ value: UInt64, forKey key: Key) {
        self.writer.key(key.stringValue, at: self.depth)
        self.writer.integer(value)
    }
}
