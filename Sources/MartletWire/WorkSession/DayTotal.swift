// SPDX-License-Identifier: Apache-2.0

/// How long somebody worked in sessions that began on one day.
public struct DayTotal: Hashable, Sendable, Codable {
    /// Who worked.
    public var userID: UserID
    /// The day, as `2026-11-21`, in the time zone that was asked for.
    public var day: String
    /// How many seconds.
    public var seconds: Int64

    private enum CodingKeys: String, CodingKey {
        case userID = "user_id"
        case day, seconds
    }

    /// Creates a total.
    public init(userID: UserID, day: String, seconds: Int64) {
        self.userID = userID
        self.day = day
        self.seconds = seconds
    }
}
