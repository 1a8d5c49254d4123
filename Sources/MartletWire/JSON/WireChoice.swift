// SPDX-License-Identifier: Apache-2.0

/// A word from a fixed list, such as a channel's kind.
///
/// A word that is not on the list is refused with a message that names the list.
public protocol WireChoice: RawRepresentable, CaseIterable, Codable, Hashable, Sendable where RawValue == String {}

extension WireChoice {
    /// Decodes one of the words.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let choice = Self(rawValue: try container.decode(String.self)) else {
            let words = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected one of \(words)")
        }
        self = choice
    }

    /// Encodes the word.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.rawValue)
    }
}
