// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Ends sessions for good; the core keeps it.
package protocol SessionEnding: Sendable {
    /// Signs a session out: remembers it, and closes its sockets with 4010.
    ///
    /// By the time this returns, ``AccountStandings`` must say so too, and it must still say so after a restart.
    ///
    /// - Parameters:
    ///   - session: The session.
    ///   - user: Whose it is.
    ///   - end: When the session's last token would have been refused anyway: until then it must be remembered.
    /// - Throws: Why it could not be remembered; then nothing has changed.
    func signOut(_ session: SessionID, of user: UserID, until end: Timestamp) async throws(RPCError)
}
