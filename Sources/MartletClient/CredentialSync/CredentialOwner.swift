// SPDX-License-Identifier: Apache-2.0

import MartletRules

/// Whose credentials they are, and which client gave them.
public struct CredentialOwner: Hashable, Sendable {
    /// The server's base URL: the credentials are for nobody else.
    public let server: String
    /// The user, as the server names them.
    public let user: String
    /// The application, or the page of it, that is signed in.
    public let client: String

    /// Creates an owner.
    public init(server: String, user: String, client: String) {
        self.server = server
        self.user = user
        self.client = client
    }

    var account: CredentialAccount { CredentialAccount(server: self.server, user: self.user) }
}
