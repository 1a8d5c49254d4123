// SPDX-License-Identifier: Apache-2.0

/// One live connection, for an operator.
public struct ConnectionReport: Hashable, Sendable, Codable {
    /// Names it.
    public var connectionID: ConnectionID
    /// Whose it is.
    public var userID: UserID
    /// The edge that holds it.
    public var edge: String
    /// Websocket, sse or poll.
    public var transport: String
    /// Up to where it has been sent everything.
    public var seq: Seq
    /// How far that is behind the log's head.
    public var lag: Int64
    /// When it was opened.
    public var openedAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case connectionID = "connection_id"
        case userID = "user_id"
        case edge, transport, seq, lag
        case openedAt = "opened_at"
    }

    /// Creates a report.
    public init(
        connectionID: ConnectionID,
        userID: UserID,
        edge: String,
        transport: String,
        seq: Seq,
        lag: Int64,
        openedAt: Timestamp
    ) {
        self.connectionID = connectionID
        self.userID = userID
        self.edge = edge
        self.transport = transport
        self.seq = seq
        self.lag = lag
        self.openedAt = openedAt
    }
}
