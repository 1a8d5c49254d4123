// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import MartletRules
package import MartletWire

extension SQLWriting {
    package func addIdentity(_ record: IdentityRecord) throws {
        try self.execute(
            "INSERT INTO identity (subject, issuer, user_id, display_name) VALUES (?, ?, ?, ?)",
            [record.name.subject, record.name.issuer, record.user, record.displayName]
        )
    }

    package func replaceIdentity(_ name: IdentityName, with record: IdentityRecord) throws {
        try self.execute("DELETE FROM identity WHERE subject = ? AND issuer = ?", [name.subject, name.issuer])
        try self.addIdentity(record)
    }

    package func setStanding(_ standing: AccountStatus, of user: UserID) throws {
        try self.execute(
            "UPDATE user SET disabled = ?, tokens_valid_after = ?, operator = ? WHERE id = ?",
            [standing.isDisabled, standing.tokensValidAfter, standing.isOperator, user]
        )
        try self.note(.standingChanged(of: user, to: standing))
    }

    package func signOut(_ session: SessionID, of user: UserID, until end: Timestamp) throws {
        try self.execute(
            """
            INSERT INTO signed_out_session (session, user_id, ends_at) VALUES (?, ?, ?)
            ON CONFLICT (session) DO UPDATE SET ends_at = MAX(signed_out_session.ends_at, excluded.ends_at)
            """,
            [session.rawValue, user, end]
        )
        try self.note(.signedOut(session, of: user, until: end, at: self.now))
    }

    package func keepSignInLink(_ offer: [UInt8], under digest: [UInt8], until end: Timestamp) throws {
        try self.execute(
            "INSERT INTO sign_in_link (digest, offer, ends_at) VALUES (?, ?, ?)",
            [Data(digest), Data(offer), end]
        )
    }

    package func takeSignInLink(_ digest: [UInt8]) throws -> [UInt8]? {
        let row = try self.row("SELECT offer FROM sign_in_link WHERE digest = ?", [Data(digest)])
        try self.execute("DELETE FROM sign_in_link WHERE digest = ?", [Data(digest)])
        return row.map { [UInt8]($0[0] as Data) }
    }

    package func forgetSignIns(before instant: Timestamp) throws -> Int {
        let links = try self.change("DELETE FROM sign_in_link WHERE ends_at < ?", [instant])
        return links + (try self.change("DELETE FROM signed_out_session WHERE ends_at < ?", [instant]))
    }

    /// Makes the operator, who is the first person of every store.
    func establishOperator() throws {
        guard try self.userCount() == 0 else { return }
        let user = try self.addUser(name: "operator", displayName: "Operator")
        try self.setStanding(AccountStatus(isOperator: true), of: user.id)
        try self.addIdentity(IdentityRecord(.local("operator"), user: user.id))
    }
}
