// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import MartletRules
package import MartletWire

extension SQLReading {
    private static var sessionColumns: String {
        """
        s.id, s.local_id, s.user_id, s.repo_owner, s.repo_name, s.pr_number, s.started_at, s.ended_at, s.duration, \
        s.end_reason
        """
    }

    package func workSession(_ id: WorkSessionID) throws -> WorkSession? {
        try self.row("SELECT \(Self.sessionColumns) FROM work_session s WHERE s.id = ?", [id])
            .map(WorkSession.init(row:))
    }

    package func workSession(_ localID: LocalID, of user: UserID) throws -> WorkSession? {
        try self.row(
            "SELECT \(Self.sessionColumns) FROM work_session s WHERE s.user_id = ? AND s.local_id = ?",
            [user, localID.rawValue]
        ).map(WorkSession.init(row:))
    }

    package func workSessions(_ selection: WorkSessionSelection) throws -> [WorkSession] {
        let status =
            switch selection.status {
            case nil: ""
            case .active: "AND s.ended_at IS NULL"
            case .ended: "AND s.ended_at IS NOT NULL"
            }
        return try self.rows(
            """
            SELECT \(Self.sessionColumns) FROM work_session s
            WHERE s.user_id IN (\(selection.people.query)) AND s.id < ? \(status)
                AND (s.ended_at IS NULL OR s.ended_at >= ?)
            ORDER BY s.id DESC LIMIT ?
            """,
            selection.people.arguments() + [
                selection.before ?? WorkSessionID(rawValue: .max), selection.since ?? 0, selection.limit,
            ]
        ).map(WorkSession.init(row:))
    }

    package func workSigns() throws -> [WorkSign] {
        try self.rows("SELECT id, signs, last_sign_at, worked FROM work_session WHERE ended_at IS NULL ORDER BY id")
            .map(WorkSign.init(row:))
    }

    package func workSign(of session: WorkSessionID) throws -> WorkSign? {
        try self.row(
            "SELECT id, signs, last_sign_at, worked FROM work_session WHERE id = ? AND ended_at IS NULL",
            [session]
        ).map(WorkSign.init(row:))
    }

    package func beaconSecret(of session: WorkSessionID) throws -> [UInt8]? {
        try self.row("SELECT beacon_secret FROM work_session WHERE id = ?", [session]).map { [UInt8]($0[0] as Data) }
    }

    package func workTotals(of people: WorkingPeople, in quarters: ClosedRange<QuarterHour>) throws -> [WorkTotal] {
        try self.rows(
            """
            SELECT user_id, quarter, seconds FROM work_total
            WHERE user_id IN (\(people.query)) AND quarter BETWEEN ? AND ?
            """,
            people.arguments() + [quarters.lowerBound.rawValue, quarters.upperBound.rawValue]
        ).map { WorkTotal(user: $0[0], quarter: QuarterHour(rawValue: $0[1]), seconds: $0[2]) }
    }

    package func activities(of user: UserID, in session: LocalID, limit: Int) throws -> [Activity] {
        try self.rows(
            """
            SELECT local_id, kind, repo_owner, repo_name, pr_number, session_local_id, occurred_at FROM activity
            WHERE user_id = ? AND session_local_id = ? ORDER BY occurred_at, local_id LIMIT ?
            """,
            [user, session.rawValue, limit]
        ).map(Activity.init(row:))
    }
}

extension SQLWriting {
    package func addWorkSession(_ session: WorkSession) throws -> WorkSession {
        let number = try self.add(
            """
            INSERT INTO work_session
                (user_id, local_id, repo_owner, repo_name, pr_number, started_at, last_sign_at, beacon_secret)
            VALUES (?, ?, ?, ?, ?, ?, ?, RANDOMBLOB(32))
            """,
            [
                session.userID, session.localID.rawValue, session.repositoryOwner, session.repositoryName,
                session.pullRequest, session.startedAt, self.now,
            ]
        )
        var added = session
        added.id = WorkSessionID(rawValue: number)
        return added
    }

    package func noteSign(of session: WorkSessionID, worked: Int64?) throws {
        try self.execute(
            """
            UPDATE work_session
            SET signs = signs + 1, last_sign_at = MAX(last_sign_at, ?), worked = COALESCE(?, worked)
            WHERE id = ? AND ended_at IS NULL
            """,
            [self.now, worked, session]
        )
    }

    package func endWorkSession(
        _ session: WorkSession,
        with end: WorkEnd,
        movingTotalBy difference: Int64
    ) throws {
        try self.execute(
            "UPDATE work_session SET ended_at = ?, duration = ?, end_reason = ? WHERE id = ?",
            [end.endedAt, end.duration, end.reason.rawValue, session.id]
        )
        try self.execute(
            """
            INSERT INTO work_total (user_id, quarter, seconds) VALUES (?, ?, ?)
            ON CONFLICT (user_id, quarter) DO UPDATE SET seconds = work_total.seconds + excluded.seconds
            """,
            [session.userID, QuarterHour(of: session.startedAt).rawValue, difference]
        )
    }

    package func addActivity(_ activity: Activity, of user: UserID, at instant: Timestamp) throws -> Bool {
        try self.change(
            """
            INSERT INTO activity
                (user_id, local_id, kind, repo_owner, repo_name, pr_number, session_local_id, occurred_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                user, activity.localID.rawValue, activity.kind.rawValue, activity.repositoryOwner,
                activity.repositoryName, activity.pullRequest, activity.sessionLocalID?.rawValue, instant,
            ]
        ) > 0
    }
}

extension WorkingPeople {
    /// A query for the people's numbers.
    fileprivate var query: String {
        switch self {
        case .workspace:
            "SELECT user_id FROM membership WHERE key = ? AND end_seq IS NULL"
        case .around:
            """
            SELECT CAST(? AS BIGINT) UNION SELECT theirs.user_id FROM membership mine CROSS JOIN membership theirs
                ON theirs.key = mine.key AND theirs.end_seq IS NULL
            WHERE mine.user_id = ? AND mine.end_seq IS NULL AND mine.key & 3 = 2
            """
        }
    }

    fileprivate func arguments<Arguments: SQLArguments>() -> Arguments {
        switch self {
        case .workspace(let workspace): [AudienceKey.workspace(workspace)]
        case .around(let user): [user, user]
        }
    }
}

extension WorkSession {
    /// Reads the columns of a session, in the order in which they are named above.
    fileprivate init(row: some SQLRow) {
        let endedAt: Timestamp? = row[7]
        self.init(
            id: row[0],
            localID: LocalID(rawValue: row[1]),
            userID: row[2],
            repositoryOwner: row[3],
            repositoryName: row[4],
            pullRequest: row[5],
            status: endedAt == nil ? .active : .ended,
            startedAt: row[6],
            endedAt: endedAt,
            duration: row[8],
            endReason: (row[9] as String?).flatMap(WorkSessionEndReason.init(rawValue:))
        )
    }
}

extension WorkSign {
    /// Reads `id, signs, last_sign_at, worked`.
    fileprivate init(row: some SQLRow) {
        self.init(session: row[0], count: row[1], lastAt: row[2], worked: row[3])
    }
}

extension Activity {
    /// Reads `local_id, kind, repo_owner, repo_name, pr_number, session_local_id, occurred_at`.
    fileprivate init(row: some SQLRow) {
        self.init(
            localID: LocalID(rawValue: row[0]),
            kind: ActivityKind(rawValue: row[1]) ?? .comment,
            repositoryOwner: row[2],
            repositoryName: row[3],
            pullRequest: row[4],
            sessionLocalID: (row[5] as String?).map(LocalID.init(rawValue:)),
            occurredAt: row[6]
        )
    }
}
