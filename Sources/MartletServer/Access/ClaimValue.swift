// SPDX-License-Identifier: Apache-2.0

/// Any JSON that a token's payload may hold.
package enum ClaimValue: Hashable, Sendable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([ClaimValue])
    case object([String: ClaimValue])

    /// The member of that name, if this is an object that has it.
    package subscript(_ name: String) -> ClaimValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The text, if this is one.
    package var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}

extension ClaimValue: Decodable {
    /// No claim that we look at lies deeper; a decoder that follows further can be made to run out of stack.
    private static let depthLimit = 8

    package init(from decoder: any Decoder) throws {
        guard decoder.codingPath.count <= Self.depthLimit else {
            let context = DecodingError.Context(codingPath: [], debugDescription: "too deep")
            throw DecodingError.dataCorrupted(context)
        }
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([ClaimValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: ClaimValue].self))
        }
    }
}
