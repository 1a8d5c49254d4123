// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Reads of work sessions, and of what was done in them.
package protocol WorkSessionReading {
    /// One session.
    func workSession(_ id: WorkSessionID) throws -> WorkSession?

    /// The session that a person's client calls so.
    func workSession(_ localID: LocalID, of user: UserID) throws -> WorkSession?

    /// Some people's sessions, the last to be known first.
    func workSessions(_ selection: WorkSessionSelection) throws -> [WorkSession]

    /// When and how often every session that goes on gave a sign of life.
    func workSigns() throws -> [WorkSign]

    /// When and how often one session gave a sign of life; nil once it is over.
    func workSign(of session: WorkSessionID) throws -> WorkSign?

    /// What a session's beacon tokens are signed with.
    func beaconSecret(of session: WorkSessionID) throws -> [UInt8]?

    /// How long people worked in finished sessions, by the quarter of an hour in which those began.
    func workTotals(of people: WorkingPeople, in quarters: ClosedRange<QuarterHour>) throws -> [WorkTotal]

    /// What a person did in a session that their client calls so, in the order of its happening.
    func activities(of user: UserID, in session: LocalID, limit: Int) throws -> [Activity]
}

/// Changes work sessions; the entries of the log that say so are the caller's to append.
package protocol WorkSessionWriting {
    /// Begins a session with the next number, under a name that is free; its id is the store's to say.
    func addWorkSession(_ session: WorkSession) throws -> WorkSession

    /// Notes that a session that goes on was heard of now, and how long its work took so far if that is known.
    func noteSign(of session: WorkSessionID, worked: Int64?) throws

    /// Writes down how a session ended, and moves the total of its quarter of an hour.
    func endWorkSession(_ session: WorkSession, with end: WorkEnd, movingTotalBy difference: Int64) throws

    /// Records what a person did; returns false if it is known already.
    func addActivity(_ activity: Activity, of user: UserID, at instant: Timestamp) throws -> Bool
}

/// Whose work is asked for.
package enum WorkingPeople: Hashable, Sendable {
    /// A person and everyone who shares a workspace with them.
    case around(UserID)
    /// A workspace's members.
    case workspace(WorkspaceID)
}

/// Which sessions to list.
package struct WorkSessionSelection: Hashable, Sendable {
    /// Whose.
    package var people: WorkingPeople
    /// Only those that go on, or only those that are over.
    package var status: WorkSessionStatus?
    /// Only those that were not over by then.
    package var since: Timestamp?
    /// Only those known for longer than this one.
    package var before: WorkSessionID?
    /// How many at most.
    package var limit: Int

    package init(
        of people: WorkingPeople,
        status: WorkSessionStatus? = nil,
        since: Timestamp? = nil,
        before: WorkSessionID? = nil,
        limit: Int
    ) {
        self.people = people
        self.status = status
        self.since = since
        self.before = before
        self.limit = limit
    }
}

/// The signs of life of a session that goes on.
package struct WorkSign: Hashable, Sendable {
    /// The session.
    package var session: WorkSessionID
    /// How many there were.
    package var count: Int64
    /// When the last one came.
    package var lastAt: Timestamp
    /// How many seconds the work took by then, if the client said so.
    package var worked: Int64?

    package init(session: WorkSessionID, count: Int64, lastAt: Timestamp, worked: Int64?) {
        self.session = session
        self.count = count
        self.lastAt = lastAt
        self.worked = worked
    }
}

/// How long one person worked in finished sessions that began in one quarter of an hour.
package struct WorkTotal: Hashable, Sendable {
    /// Who worked.
    package var user: UserID
    /// When the sessions began.
    package var quarter: QuarterHour
    /// How many seconds.
    package var seconds: Int64

    package init(user: UserID, quarter: QuarterHour, seconds: Int64) {
        self.user = user
        self.quarter = quarter
        self.seconds = seconds
    }
}
