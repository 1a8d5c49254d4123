// SPDX-License-Identifier: Apache-2.0

/// A person's names changed.
public struct UserUpdated: Event {
    /// `user.updated`.
    public static let name = EventName.userUpdated

    /// The person as changed.
    public var user: User

    private enum CodingKeys: String, CodingKey {
        case user
    }

    /// Creates the event.
    public init(user: User) {
        self.user = user
    }
}

extension EventName {
    /// The name of ``UserUpdated``.
    public static let userUpdated = EventName("user.updated")
}
