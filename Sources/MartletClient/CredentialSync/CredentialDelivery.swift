// SPDX-License-Identifier: Apache-2.0

/// Credentials on their way to a ``CredentialReceiver``; its descriptions never show the token.
public struct CredentialDelivery: Sendable {
    /// Whose they are.
    public let owner: CredentialOwner
    /// What to show the server.
    public let token: String
    /// Which sign-in they belong to.
    public let generation: UInt64

    /// Creates a delivery.
    public init(owner: CredentialOwner, token: String, generation: UInt64) {
        self.owner = owner
        self.token = token
        self.generation = generation
    }
}

extension CredentialDelivery: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Which sign-in's credentials.
    public var description: String { "credentials of generation \(self.generation)" }
    /// As ``description``.
    public var debugDescription: String { self.description }
    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
