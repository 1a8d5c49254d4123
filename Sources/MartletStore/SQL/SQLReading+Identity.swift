// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

extension SQLReading {
    package func identity(_ name: IdentityName) throws -> IdentityRecord? {
        try self.row(
            "SELECT user_id, display_name FROM identity WHERE subject = ? AND issuer = ?",
            [name.subject, name.issuer]
        ).map { IdentityRecord(name, user: $0[0], displayName: $0[1]) }
    }

    package func standing(of user: UserID) throws -> AccountStatus? {
        try self.row("SELECT disabled, tokens_valid_after, operator FROM user WHERE id = ?", [user])
            .map { AccountStatus(isDisabled: $0[0], tokensValidAfter: $0[1], isOperator: $0[2]) }
    }

    package func standings() throws -> [UserID: AccountStatus] {
        let rows = try self.rows(
            """
            SELECT id, disabled, tokens_valid_after, operator FROM user
            WHERE operator = 1 OR disabled = 1 OR tokens_valid_after IS NOT NULL
            """
        )
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                (row[0], AccountStatus(isDisabled: row[1], tokensValidAfter: row[2], isOperator: row[3]))
            }
        )
    }

    package func signedOutSessions() throws -> [SessionID: Timestamp] {
        let rows = try self.rows("SELECT session, ends_at FROM signed_out_session")
        return Dictionary(uniqueKeysWithValues: rows.map { (SessionID(rawValue: $0[0]), $0[1]) })
    }
}
