// SPDX-License-Identifier: Apache-2.0

/// One entry of the log without its payload, for an operator.
public struct LogTailEntry: Hashable, Sendable, Codable {
    /// Where it stands.
    public var seq: Seq
    /// The event's name.
    public var type: String
    /// Who hears it.
    public var audience: Audience
    /// How large it is.
    public var bytes: Int
    /// Whether its text was taken back.
    public var isRedacted: Bool

    private enum CodingKeys: String, CodingKey {
        case seq, type, audience, bytes
        case isRedacted = "redacted"
    }

    /// Creates an entry.
    public init(seq: Seq, type: String, audience: Audience, bytes: Int, isRedacted: Bool = false) {
        self.seq = seq
        self.type = type
        self.audience = audience
        self.bytes = bytes
        self.isRedacted = isRedacted
    }
}
