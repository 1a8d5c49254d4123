// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// Which of our people an outside subject is; the core keeps it.
package protocol IdentityDirectory: Sendable {
    /// Finds the person, or makes one.
    ///
    /// `UNIQUE(issuer, subject)`: two who ask at once get the same person. The pair (``IdentityIssuer/local``,
    /// ``IdentityIssuer/operatorSubject``) is the operator, user 1, who always exists. By the time this returns,
    /// ``AccountStandings`` must know the person too.
    ///
    /// - Parameters:
    ///   - issuer: Who vouches for the subject.
    ///   - subject: The person, as the issuer spells them; at most 256 bytes.
    ///   - displayName: What to call someone new, and someone whose name has changed.
    ///   - provision: Whether to make a person who does not exist.
    /// - Returns: The person, shut out or not.
    /// - Throws: `notFound` if there is no such person and none was to be made; anything else means that it could not be found out.
    func resolve(
        issuer: String,
        subject: String,
        displayName: String?,
        provision: Bool
    ) async throws(RPCError) -> Account
}
