// SPDX-License-Identifier: Apache-2.0

/// The server's heartbeat, by which a client checks that it has heard everything.
public struct Ping: Hashable, Sendable, Codable {
    /// The position up to which the connection has been sent everything it is entitled to.
    public var seq: Seq
    /// How many logged events the connection has been sent since its hello.
    public var sent: Int64

    private enum CodingKeys: String, CodingKey {
        case seq, sent
    }

    /// Creates a ping.
    public init(seq: Seq, sent: Int64) {
        self.seq = seq
        self.sent = sent
    }
}
