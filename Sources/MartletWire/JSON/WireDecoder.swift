// SPDX-License-Identifier: Apache-2.0

/// Turns JSON into any `Decodable`, strictly.
///
/// Whole numbers are whole numbers of 64 bits: `1.0`, `1e3` and what does not fit are refused where one is expected.
/// A repeated name, bytes that are not UTF-8, and nesting beyond 64 are not JSON here. Members that a type does not
/// know are skipped.
public struct WireDecoder: Sendable {
    /// Creates a decoder; it keeps no state between calls.
    public init() {}

    /// Reads one value that fills the bytes.
    /// - Throws: `DecodingError`, whose path is made of wire names.
    public func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try self.decode(type, from: bytes, userInfo: [:])
    }

    /// Reads one value that fills the bytes, with something for its initialiser to find.
    package func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: [UInt8],
        userInfo: [CodingUserInfoKey: any Sendable]
    ) throws -> Value {
        let tape: JSONTape
        do throws(JSONSyntaxError) {
            tape = try JSONTape(parsing: bytes)
        } catch {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [], debugDescription: "not JSON: \(error)", underlyingError: error)
            )
        }
        return try TapeDecoder(reading: TapeReading(tape: tape, userInfo: userInfo), at: 0).decode(type)
    }
}

/// A tape with what goes along with decoding it.
final class TapeReading: Sendable {
    let tape: JSONTape
    let userInfo: [CodingUserInfoKey: any Sendable]

    init(tape: JSONTape, userInfo: [CodingUserInfoKey: any Sendable]) {
        self.tape = tape
        self.userInfo = userInfo
    }
}
