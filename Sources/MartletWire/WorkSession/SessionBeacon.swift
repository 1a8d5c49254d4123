// SPDX-License-Identifier: Apache-2.0

/// What a page says as it closes: the body of `POST /api/sync/sessions`, sent without waiting for an answer.
public struct SessionBeacon: Hashable, Sendable, Codable {
    /// A session and how it ended.
    public struct End: Hashable, Sendable, Codable {
        /// The session, as the client calls it.
        public var localID: LocalID
        /// How long the work took without pauses, in seconds; by default from its start to its end.
        public var duration: Int64?
        /// When it ended; the server's now by default, and never later than that.
        public var endedAt: Timestamp?

        private enum CodingKeys: String, CodingKey {
            case localID = "local_id"
            case duration = "duration_seconds"
            case endedAt = "ended_at"
        }

        /// Creates an end.
        public init(localID: LocalID, duration: Int64? = nil, endedAt: Timestamp? = nil) {
            self.localID = localID
            self.duration = duration
            self.endedAt = endedAt
        }
    }

    /// What the server answers, if anybody still listens.
    public struct Answer: Hashable, Sendable, Codable {
        /// The sessions that the token covers and that are over now.
        public var ended: [LocalID]

        private enum CodingKeys: String, CodingKey {
            case ended
        }

        /// Creates an answer.
        public init(ended: [LocalID]) {
            self.ended = ended
        }
    }

    /// What `session.start` or the last `session.heartbeat` gave out.
    public var token: BeaconToken
    /// The sessions to end; those that the token does not cover are passed over.
    public var sessions: [End]

    private enum CodingKeys: String, CodingKey {
        case token, sessions
    }

    /// Creates a beacon.
    public init(token: BeaconToken, sessions: [End]) {
        self.token = token
        self.sessions = sessions
    }

    /// Checks numbers, sizes and counts.
    /// - Throws: ``RPCError`` with code ``RPCError/Code/invalidParams`` naming the field and the limit.
    package func validate(within limits: Limits) throws(RPCError) {
        for (index, end) in self.sessions.enumerated() {
            try limits.check(localID: end.localID, field: "sessions.\(index).local_id")
            try limits.check(duration: end.duration, field: "sessions.\(index).duration_seconds")
            try limits.check(instant: end.endedAt, field: "sessions.\(index).ended_at")
        }
    }
}
