// SPDX-License-Identifier: Apache-2.0

/// Whose credentials they are: two people on one server are two accounts.
package struct CredentialAccount: Hashable, Sendable {
    /// The server's base URL.
    package let server: String
    /// The user, as the server names them.
    package let user: String

    package init(server: String, user: String) {
        self.server = server
        self.user = user
    }
}
