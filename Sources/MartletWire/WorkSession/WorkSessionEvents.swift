// SPDX-License-Identifier: Apache-2.0

/// Somebody began to work.
public struct WorkSessionStarted: Event {
    /// `work_session.started`.
    public static let name = EventName.workSessionStarted

    /// The session as it is now.
    public var session: WorkSession

    private enum CodingKeys: String, CodingKey {
        case session
    }

    /// Creates the event.
    public init(session: WorkSession) {
        self.session = session
    }
}

/// A session that was over has another end than was thought.
public struct WorkSessionUpdated: Event {
    /// `work_session.updated`.
    public static let name = EventName.workSessionUpdated

    /// The session as it is now.
    public var session: WorkSession

    private enum CodingKeys: String, CodingKey {
        case session
    }

    /// Creates the event.
    public init(session: WorkSession) {
        self.session = session
    }
}

/// Somebody's work session is over.
public struct WorkSessionEnded: Event {
    /// `work_session.ended`.
    public static let name = EventName.workSessionEnded

    /// The session as it is now.
    public var session: WorkSession

    private enum CodingKeys: String, CodingKey {
        case session
    }

    /// Creates the event.
    public init(session: WorkSession) {
        self.session = session
    }
}

extension EventName {
    /// The name of ``WorkSessionStarted``.
    public static let workSessionStarted = EventName("work_session.started")
    /// The name of ``WorkSessionUpdated``.
    public static let workSessionUpdated = EventName("work_session.updated")
    /// The name of ``WorkSessionEnded``.
    public static let workSessionEnded = EventName("work_session.ended")
}
