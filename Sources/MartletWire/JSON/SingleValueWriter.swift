// SPDX-License-Identifier: Apache-2.0

/// One value that is neither object nor array.
struct SingleValueWriter: SingleValueEncodingContainer {
    let encoder: ValueEncoder

    var codingPath: [any CodingKey] { [] }
    private var writer: JSONWriter { self.encoder.writer }

    func encodeNil() {
        self.writer.null()
    }

    func encode(_ value: some Encodable) throws {
        try self.encoder.write(value)
    }

    func encode(_ value: Bool) {
        self.writer.bool(value)
    }

    func encode(_ value: String) {
        self.writer.string(value)
    }

    func encode(_ value: Double) throws {
        try self.encoder.write(number: value)
    }

    func encode(_ value: Float) throws {
        try self.encoder.write(number: value)
    }

    func encode(_ value: Int) {
        self.writer.integer(value)
    }

    func encode(_ value: Int8) {
        self.writer.integer(value)
    }

    func encode(_ value: Int16) {
        self.writer.integer(value)
    }

    func encode(_ value: Int32) {
        self.writer.integer(value)
    }

    func encode(_ value: Int64) {
        self.writer.integer(value)
    }

    func encode(_ value: UInt) {
        self.writer.integer(value)
    }

    func encode(_ value: UInt8) {
        self.writer.integer(value)
    }

    func encode(_ value: UInt16) {
        self.writer.integer(value)
    }

    func encode(_ value: UInt32) {
        self.writer.integer(value)
    }

    func encode(_ value: UInt64) {
        self.writer.integer(value)
    }
}
