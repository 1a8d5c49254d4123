// SPDX-License-Identifier: Apache-2.0

/// The elements of one array.
struct UnkeyedWriter: UnkeyedEncodingContainer {
    let writer: JSONWriter
    /// How many objects and arrays enclose the elements, their own array included.
    let depth: Int
    private(set) var count = 0

    init(writer: JSONWriter, depth: Int) {
        self.writer = writer
        self.depth = depth
    }

    var codingPath: [any CodingKey] { [] }
    private var value: ValueEncoder { ValueEncoder(writer: self.writer, depth: self.depth) }

    private mutating func next() {
        self.writer.element(at: self.depth)
        self.count += 1
    }

    mutating func encodeNil() {
        self.next()
        self.writer.null()
    }

    mutating func encode(_ value: some Encodable) throws {
        self.next()
        try self.value.write(value)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        self.next()
        return self.value.container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        self.next()
        return self.value.unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        self.next()
        return self.value
    }

    mutating func encode(_ value: Bool) {
        self.next()
        self.writer.bool(value)
    }

    mutating func encode(_ value: String) {
        self.next()
        self.writer.string(value)
    }

    mutating func encode(_ value: Double) throws {
        self.next()
        try self.value.write(number: value)
    }

    mutating func encode(_ value: Float) throws {
        self.next()
        try self.value.write(number: value)
    }

    mutating func encode(_ value: Int) {
        self.next()
        self.writer.integer(value)
    }

    mutating func encode(_ value: Int8) {
        self.next()
        self.writer.integer(value)
    }

    mutating func encode(_ value: Int16) {
        self.next()
        self.writer.integer(value)
    }

    mutating func encode(_ value: Int32) {
        self.next()
        self.writer.integer(value)
    }

    mutating func encode(_ value: Int64) {
        self.next()
        self.writer.integer(value)
    }

    mutating func encode(_ value: UInt) {
        self.next()
        self.writer.integer(value)
    }

    mutating func encode(_ value: UInt8) {
        self.next()
        self.writer.integer(value)
    }

    mutating func encode(_ value: UInt16) {
        self.next()
        self.writer.integer(value)
    }

    mutating func encode(_ value: UInt32) {
        self.next()
        self.writer.integer(value)
    }

    mutating func encode(_ value: UInt64) {
        self.next()
        self.writer.integer(value)
    }
}
