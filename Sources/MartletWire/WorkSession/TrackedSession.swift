// SPDX-License-Identifier: Apache-2.0

/// A work session as the client that tracks it is told of it: the session's own fields, and what its beacon shows.
public struct TrackedSession: Hashable, Sendable, Codable {
    /// The session.
    public var session: WorkSession
    /// What ends this session when the page closes; good for a quarter of an hour, and renewed by each heartbeat.
    public var beaconToken: BeaconToken

    private enum CodingKeys: String, CodingKey {
        case beaconToken = "beacon_token"
    }

    /// Creates an answer.
    public init(session: WorkSession, beaconToken: BeaconToken) {
        self.session = session
        self.beaconToken = beaconToken
    }

    /// Decodes the session's fields and the token beside them.
    public init(from decoder: any Decoder) throws {
        self.session = try WorkSession(from: decoder)
        self.beaconToken = try decoder.container(keyedBy: CodingKeys.self).decode(
            BeaconToken.self,
            forKey: .beaconToken
        )
    }

    /// Encodes the session's fields and the token beside them.
    public func encode(to encoder: any Encoder) throws {
        try self.session.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.beaconToken, forKey: .beaconToken)
    }
}
