// SPDX-License-Identifier: Apache-2.0

/// Where a connection stands, and what was replayed to get there: its receipt.
public struct Hello: Hashable, Sendable {
    /// The wire's version; a client that does not know it stops.
    public var version: Int
    /// Whose connection it is.
    public var userID: UserID
    /// Names the connection.
    public var connectionID: ConnectionID
    /// The log's current life.
    public var epoch: Epoch
    /// Where the connection stands: after the replay if there is one, else live from here.
    public var seq: Seq
    /// Whether everything after ``from`` is delivered, exactly once and in order.
    public var isResumed: Bool
    /// Where the replay begins; ``seq`` when there is none.
    public var from: Seq
    /// Where the replay ends and live begins.
    public var to: Seq
    /// How many logged events the replay consists of.
    public var replayed: Int
    /// Why the client must load everything afresh, if it must: see ``SyncCatchUp``.
    public var resync: ResyncReason?
    /// How often the server pings.
    public var heartbeat: Milliseconds
    /// The server's clock, so that lifetimes can be durations.
    public var serverTime: Timestamp
    /// Which release the server is; nil for one that does not say.
    public var serverVersion: String?
    /// What the server accepts.
    public var limits: Limits

    /// Creates a hello for a connection that is live from a position on.
    public init(
        version: Int = 1,
        userID: UserID,
        connectionID: ConnectionID,
        position: Position,
        resync: ResyncReason? = nil,
        serverTime: Timestamp,
        serverVersion: String? = nil,
        limits: Limits = .standard
    ) {
        self.version = version
        self.userID = userID
        self.connectionID = connectionID
        self.epoch = position.epoch
        self.seq = position.seq
        self.isResumed = false
        self.from = position.seq
        self.to = position.seq
        self.replayed = 0
        self.resync = resync
        self.heartbeat = limits.heartbeat
        self.serverTime = serverTime
        self.serverVersion = serverVersion
        self.limits = limits
    }

    /// Says that everything after a place is replayed first.
    /// - Parameters:
    ///   - from: The place.
    ///   - count: How many logged events that is.
    public mutating func resume(from: Seq, replaying count: Int) {
        self.isResumed = true
        self.from = from
        self.replayed = count
        self.resync = nil
    }
}

extension Hello: Codable {
    private enum CodingKeys: String, CodingKey {
        case version = "v"
        case userID = "user_id"
        case connectionID = "connection_id"
        case epoch, seq
        case isResumed = "resumed"
        case from, to, replayed, resync
        case heartbeat = "heartbeat_ms"
        case serverTime = "server_time_ms"
        case serverVersion = "server_version"
        case limits
    }

    /// Encodes the frame's fields; `resync` is said even when it is null, the server's version only if there is one.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.version, forKey: .version)
        try fields.encode(self.userID, forKey: .userID)
        try fields.encode(self.connectionID, forKey: .connectionID)
        try fields.encode(self.epoch, forKey: .epoch)
        try fields.encode(self.seq, forKey: .seq)
        try fields.encode(self.isResumed, forKey: .isResumed)
        try fields.encode(self.from, forKey: .from)
        try fields.encode(self.to, forKey: .to)
        try fields.encode(self.replayed, forKey: .replayed)
        try fields.encode(self.resync, forKey: .resync)
        try fields.encode(self.heartbeat, forKey: .heartbeat)
        try fields.encode(self.serverTime, forKey: .serverTime)
        if let version = self.serverVersion { try fields.encode(version, forKey: .serverVersion) }
        try fields.encode(self.limits, forKey: .limits)
    }
}
