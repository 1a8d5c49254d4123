// SPDX-License-Identifier: Apache-2.0

/// What a page shows when it closes, to end one work session and do nothing else.
///
/// A secret, though a small one: it lives a quarter of an hour and covers one session.
public struct BeaconToken: RawRepresentable, Hashable, Sendable, Codable {
    /// The token as sent on the wire.
    public let rawValue: String

    /// Wraps a token.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}

extension BeaconToken: CustomStringConvertible, CustomDebugStringConvertible {
    /// Not the token.
    public var description: String { "(beacon token)" }
    /// Not the token.
    public var debugDescription: String { self.description }
}
