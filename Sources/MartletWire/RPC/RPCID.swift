// SPDX-License-Identifier: Apache-2.0

/// What a caller calls its request, so that it knows the answer.
public enum RPCID: Hashable, Sendable {
    /// A whole number.
    case number(Int64)
    /// Text.
    case string(String)
    /// No name, or none that could be read; the call is answered all the same.
    case null
}

extension RPCID: Codable {
    /// Decodes a whole number, text or null.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else if container.decodeNil() {
            self = .null
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    /// Encodes a whole number, text or null.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .null: try container.encodeNil()
        }
    }
}
