// SPDX-License-Identifier: Apache-2.0

/// Takes notes of a value that is neither object nor array.
struct SchemaValueProbe: SingleValueDecodingContainer {
    let notes: SchemaNotes

    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try SchemaProbe.value(type, notes: self.notes)
    }

    func decode(_ type: Bool.Type) -> Bool {
        self.notes.beScalar("boolean")
        return false
    }

    func decode(_ type: String.Type) -> String {
        self.notes.beScalar("string")
        return ""
    }

    func decode(_ type: Double.Type) -> Double {
        self.notes.beScalar("number")
        return 0
    }

    func decode(_ type: Float.Type) -> Float {
        self.notes.beScalar("number")
        return 0
    }

    func decode(_ type: Int.Type) -> Int {
        self.notes.beScalar("integer")
        return 1
    }

    func decode(_ type: Int8.Type) -> Int8 {
        self.notes.beScalar("integer")
        return 1
    }

    func decode(_ type: Int16.Type) -> Int16 {
        self.notes.beScalar("integer")
        return 1
    }

    func decode(_ type: Int32.Type) -> Int32 {
        self.notes.beScalar("integer")
        return 1
    }

    func decode(_ type: Int64.Type) -> Int64 {
        self.notes.beScalar("integer")
        return 1
    }

    func decode(_ type: UInt.Type) -> UInt {
        self.notes.beScalar("integer")
        return 1
    }

    func decode(_ type: UInt8.Type) -> UInt8 {
        self.notes.beScalar("integer")
        return 1
    }

    func decode(_ type: UInt16.Type) -> UInt16 {
        self.notes.beScalar("integer")
        return 1
    }

    func decode(_ type: UInt32.Type) -> UInt32 {
        self.notes.beScalar("integer")
        return 1
    }

    func decode(_ type: UInt64.Type) -> UInt64 {
        self.notes.beScalar("integer")
        return 1
    }
}
