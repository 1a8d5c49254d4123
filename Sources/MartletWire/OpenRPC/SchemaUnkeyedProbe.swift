// SPDX-License-Identifier: Apache-2.0

/// Takes notes of the one element by which an array is known.
struct SchemaUnkeyedProbe: UnkeyedDecodingContainer {
    let notes: SchemaNotes
    private(set) var currentIndex = 0

    init(notes: SchemaNotes) {
        self.notes = notes
    }

    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    var isAtEnd: Bool { self.currentIndex > 0 }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        self.currentIndex += 1
        self.notes.beArray { $0.schema(of: type) }
        return try SchemaProbe.value(type)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        throw SchemaProbe.unsupported
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw SchemaProbe.unsupported
    }

    mutating func superDecoder() throws -> any Decoder {
        throw SchemaProbe.unsupported
    }
}
