// SPDX-License-Identifier: Apache-2.0

/// A piece of JSON kept as its bytes: carried unread, or read later.
public struct RawJSON: Hashable, Sendable {
    /// Exactly one JSON value.
    public let bytes: [UInt8]

    /// Takes bytes that are known to be one JSON value.
    package init(trusted bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// `{}`.
    package static let emptyObject = RawJSON(trusted: Array("{}".utf8))

    /// Takes bytes after checking that they are one JSON value.
    public init(checking bytes: [UInt8]) throws {
        _ = try JSONTape(parsing: bytes)
        self.bytes = bytes
    }

    /// Encodes a value.
    public init(_ value: some Encodable) throws {
        self.bytes = try WireEncoder().encode(value)
    }

    /// Reads the value.
    public func decode<Value: Decodable>(as type: Value.Type) throws -> Value {
        try WireDecoder().decode(type, from: self.bytes)
    }
}

extension RawJSON: Codable {
    /// Keeps the bytes as they are; another library's decoder costs their exact spelling.
    public init(from decoder: any Decoder) throws {
        if let tape = decoder as? TapeDecoder {
            self.init(trusted: tape.raw)
        } else {
            self.init(trusted: try WireEncoder().encode(JSONValue(from: decoder)))
        }
    }

    /// Writes the bytes as they are; another library's encoder costs their exact spelling.
    public func encode(to encoder: any Encoder) throws {
        if let value = encoder as? ValueEncoder {
            value.writer.raw(self.bytes)
        } else {
            try self.decode(as: JSONValue.self).encode(to: encoder)
        }
    }
}

extension RawJSON: CustomStringConvertible {
    /// The JSON as text.
    public var description: String { String(decoding: self.bytes, as: UTF8.self) }
}
