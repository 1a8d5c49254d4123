// SPDX-License-Identifier: Apache-2.0

/// A decoder that has nothing to read: it takes notes of what it is asked for, and answers with something harmless.
struct SchemaProbe: Decoder {
    let notes: SchemaNotes

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        self.notes.beObject()
        return KeyedDecodingContainer(SchemaKeyedProbe(notes: self.notes))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer {
        SchemaUnkeyedProbe(notes: self.notes)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        SchemaValueProbe(notes: self.notes)
    }

    /// A value of a type, made from nothing.
    static func value<Value: Decodable>(_ type: Value.Type, notes: SchemaNotes = SchemaNotes()) throws -> Value {
        if let choice = type as? any WireChoice.Type, let first = Self.first(of: choice) as? Value { return first }
        if let empty = RawJSON.emptyObject as? Value { return empty }
        if let null = JSONValue.null as? Value { return null }
        return try Value(from: SchemaProbe(notes: notes))
    }

    private static func first<Choice: WireChoice>(of type: Choice.Type) -> Any? {
        type.allCases.first
    }
}
