// SPDX-License-Identifier: Apache-2.0

/// Turns any `Encodable` into compact JSON whose members stand in the order of encoding.
///
/// Numbers are exact, text is UTF-8 with nothing escaped that need not be, and a member that is nil is said as `null`:
/// a plain client finds every field that is documented. Calls alone leave out what they do not give.
/// One container must be finished before its parent is written to again, which all synthesized coding does.
public struct WireEncoder: Sendable {
    private let leavesNilOut: Bool

    /// Creates an encoder; it keeps no state between calls.
    public init() {
        self.init(leavesNilOut: false)
    }

    /// Creates an encoder that may leave out members that are nil.
    package init(leavesNilOut: Bool) {
        self.leavesNilOut = leavesNilOut
    }

    /// The JSON of a value.
    public func encode(_ value: some Encodable) throws -> [UInt8] {
        let writer = JSONWriter(reserving: 256, leavesNilOut: self.leavesNilOut)
        try ValueEncoder(writer: writer, depth: 0).write(value)
        return writer.bytes
    }
}

/// Writes one value at the writer's current place.
struct ValueEncoder: Encoder {
    let writer: JSONWriter
    /// How many objects and arrays enclose the value.
    let depth: Int

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        // A value whose parts are encoded one after the other into one object asks for it more than once.
        if self.writer.depth > self.depth {
            self.writer.close(to: self.depth + 1)
        } else {
            self.writer.openObject()
        }
        return KeyedEncodingContainer(KeyedWriter(writer: self.writer, depth: self.depth + 1))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        self.writer.openArray()
        return UnkeyedWriter(writer: self.writer, depth: self.depth + 1)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleValueWriter(encoder: self)
    }

    func write<Value: Encodable>(_ value: Value) throws {
        if Value.self == RawJSON.self, let raw = value as? RawJSON {
            return self.writer.raw(raw.bytes)
        }
        let before = self.writer.count
        try value.encode(to: self)
        self.writer.close(to: self.depth)
        guard self.writer.count > before else {
            let context = EncodingError.Context(codingPath: [], debugDescription: "the value encoded nothing")
            throw EncodingError.invalidValue(value, context)
        }
    }

    func write(number: some BinaryFloatingPoint & LosslessStringConvertible & Encodable) throws {
        guard number.isFinite else {
            let context = EncodingError.Context(codingPath: [], debugDescription: "JSON has no such number")
            throw EncodingError.invalidValue(number, context)
        }
        self.writer.raw(Array(number.description.utf8))
    }
}
