// SPDX-License-Identifier: Apache-2.0

/// Reads one work session.
public struct SessionGet: Method {
    /// The session.
    public typealias Result = WorkSession

    /// `session.get`.
    public static let name = MethodName("session.get")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads one work session.",
        callers: "whoever began it, and whoever shares a workspace with them",
        parameters: [
            "id": "the session",
            "local_id": "one of the caller's own sessions, as the client calls it: one of the two is needed",
        ],
        errors: [.notFound]
    )

    /// The session.
    public var id: WorkSessionID?
    /// One of the caller's own sessions, as the client calls it: one of the two is needed.
    public var localID: LocalID?

    private enum CodingKeys: String, CodingKey {
        case id
        case localID = "local_id"
    }

    /// Creates the call.
    public init(id: WorkSessionID? = nil, localID: LocalID? = nil) {
        self.id = id
        self.localID = localID
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(session: self.id, or: self.localID)
    }
}
