// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// One person on one server: whose position and whose outbox it is.
package struct Account: Hashable, Sendable {
    /// The server's host and port.
    package var server: String
    /// The person.
    package var user: UserID

    package init(_ user: UserID, on server: String) {
        self.server = server
        self.user = user
    }

    /// The name under which storage keeps what is theirs.
    package var name: String { "\(self.server)/\(self.user)" }
}
