// SPDX-License-Identifier: Apache-2.0

/// One value of a tape that is read as a whole.
struct TapeValueContainer: SingleValueDecodingContainer {
    let decoder: TapeDecoder

    var codingPath: [any CodingKey] { self.decoder.codingPath }

    func decodeNil() -> Bool {
        self.decoder.isNull
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try self.decoder.decode(type)
    }

    func decode(_ type: Bool.Type) throws -> Bool {
        try self.decoder.bool()
    }

    func decode(_ type: String.Type) throws -> String {
        try self.decoder.string()
    }

    func decode(_ type: Double.Type) throws -> Double {
        try self.decoder.double()
    }

    func decode(_ type: Float.Type) throws -> Float {
        Float(try self.decoder.double())
    }

    func decode(_ type: Int.Type) throws -> Int {
        try self.decoder.integer(type)
    }

    func decode(_ type: Int8.Type) throws -> Int8 {
        try self.decoder.integer(type)
    }

    func decode(_ type: Int16.Type) throws -> Int16 {
        try self.decoder.integer(type)
    }

    func decode(_ type: Int32.Type) throws -> Int32 {
        try self.decoder.integer(type)
    }

    func decode(_ type: Int64.Type) throws -> Int64 {
        try self.decoder.integer(type)
    }

    func decode(_ type: UInt.Type) throws -> UInt {
        try self.decoder.integer(type)
    }

    func decode(_ type: UInt8.Type) throws -> UInt8 {
        try self.decoder.integer(type)
    }

    func decode(_ type: UInt16.Type) throws -> UInt16 {
        try self.decoder.integer(type)
    }

    func decode(_ type: UInt32.Type) throws -> UInt32 {
        try self.decoder.integer(type)
    }

    func decode(_ type: UInt64.Type) throws -> UInt64 {
        try self.decoder.integer(type)
    }
}
