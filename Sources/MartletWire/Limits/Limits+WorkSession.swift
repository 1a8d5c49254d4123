// SPDX-License-Identifier: Apache-2.0

extension Limits {
    /// The longest that one work session may take, in seconds: 31 days.
    package static let sessionSeconds: Int64 = 31 * 86_400
    /// The longest span of which totals are told, in days.
    private static let totalDays: Int64 = 366
    /// The last instant that a calendar of ours knows: the end of the year 9999.
    private static let lastInstant: Timestamp = 253_402_300_799_999

    /// Refuses a reference that names no session.
    package func check(session id: WorkSessionID?, or localID: LocalID?) throws(RPCError) {
        guard id != nil || localID != nil else { throw .invalid("id", "one of id and local_id is needed") }
        try self.check(id: id, field: "id")
        try self.check(localID: localID, field: "local_id")
    }

    /// Refuses a client's own name that is empty or too long.
    package func check(localID: LocalID?, field: String) throws(RPCError) {
        guard let localID else { return }
        try self.check(bytes: localID.rawValue, in: 1...64, field: field)
    }

    /// Refuses a pull request that no forge can have.
    package func check(
        repository owner: String,
        _ name: String,
        pullRequest: Int64,
        at place: String = ""
    ) throws(RPCError) {
        try self.check(bytes: owner, in: 1...100, field: place + "repo_owner")
        try self.check(bytes: name, in: 1...100, field: place + "repo_name")
        guard pullRequest >= 1 else { throw .invalid(place + "pr_number", "numbers begin at 1") }
    }

    /// Refuses an instant that no calendar of ours knows.
    package func check(instant: Timestamp?, field: String) throws(RPCError) {
        guard let instant, instant < 0 || instant > Self.lastInstant else { return }
        throw .invalid(field, "milliseconds since 1970, to the year 9999", limit: Self.lastInstant.rawValue)
    }

    /// Refuses work that took longer than a session may; less than nothing is what a wrong clock makes of it.
    package func check(duration: Int64?, field: String = "duration_seconds") throws(RPCError) {
        guard let duration, duration > Self.sessionSeconds else { return }
        throw .invalid(field, "at most \(Self.sessionSeconds) seconds", limit: Self.sessionSeconds)
    }

    /// Refuses a span that runs backwards or is too long to add up.
    package func check(span from: Timestamp, to end: Timestamp) throws(RPCError) {
        guard from <= end else { throw .invalid("to", "must not be before from") }
        guard end.rawValue - from.rawValue <= Self.totalDays * 86_400_000 else {
            throw .invalid("to", "at most \(Self.totalDays) days after from", limit: Self.totalDays)
        }
    }
}
