// SPDX-License-Identifier: Apache-2.0

/// An account's credentials on their way to a ``CredentialReceiver``; its descriptions never show the token.
public struct CredentialDelivery: Sendable {
    /// The server's base URL: the token is for nobody else.
    public let server: String
    /// The user, as the server names them.
    public let user: String
    /// What to show the server.
    public let token: String
    /// Which sign-in it belongs to.
    public let generation: UInt64
}

extension CredentialDelivery: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Whose credentials.
    public var description: String { "credentials of user \(self.user), generation \(self.generation)" }
    /// As ``description``.
    public var debugDescription: String { self.description }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
