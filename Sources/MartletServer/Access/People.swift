// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

/// Which of our people a verified identity is, and whether they are let in.
package struct People: Sendable {
    private let subjectIssuer: String
    private let operators: Set<String>
    private let provision: Provision
    private let directory: any IdentityDirectory
    private let standings: any AccountStandings

    package init(
        configuration: AccessConfiguration,
        directory: any IdentityDirectory,
        standings: any AccountStandings
    ) {
        self.subjectIssuer = configuration.subjectIssuer
        self.operators = configuration.operators
        self.provision = configuration.provision
        self.directory = directory
        self.standings = standings
    }

    /// Whether this server takes the issuer's word at all in its mode.
    package func know(_ issuer: String) -> Bool {
        issuer == IdentityIssuer.local || issuer == self.subjectIssuer
    }

    /// Why someone who was let in is let in no longer.
    package func refusal(of caller: Caller, at now: Timestamp) -> AccessRefusal? {
        self.refusal(of: caller, standing: self.standings.standing(of: caller.userID), at: now)
    }

    /// The caller, if they are still let in.
    package func claim(by caller: Caller, at now: Timestamp) -> AccessClaim {
        self.refusal(of: caller, at: now).map { .refused($0) } ?? .caller(caller)
    }

    /// Someone whom we have met, as a new proof of the same identity presents them.
    package func claim(by user: UserID, as identity: Identity, at now: Timestamp) -> AccessClaim {
        guard let standing = self.standings.standing(of: user) else { return .refused(.unknownUser) }
        return self.claim(by: self.caller(user, as: identity, standing: standing), at: now)
    }

    /// Finds the person, or makes one, and judges how they stand.
    package func caller(for identity: Identity, at now: Timestamp) async throws(AccessRefusal) -> Caller {
        let account: Account
        do throws(RPCError) {
            account = try await self.directory.resolve(
                issuer: identity.issuer,
                subject: identity.subject,
                displayName: identity.displayName,
                provision: self.provision == .auto && identity.issuer != IdentityIssuer.local
            )
        } catch {
            throw [.notFound, .forbidden].contains(error.code) ? .unknownUser : .unavailable
        }
        let caller = self.caller(account.userID, as: identity, standing: account.standing)
        if let refusal = self.refusal(of: caller, standing: account.standing, at: now) { throw refusal }
        return caller
    }

    private func refusal(of caller: Caller, standing: AccountStatus?, at now: Timestamp) -> AccessRefusal? {
        let isSignedOut = caller.sessionID.map { self.standings.isSignedOut($0) } ?? false
        return caller.refusal(standing: standing, isSignedOut: isSignedOut, at: now)
    }

    private func caller(_ user: UserID, as identity: Identity, standing: AccountStatus) -> Caller {
        let isListed = identity.issuer == self.subjectIssuer && self.operators.contains(identity.subject)
        let isDeveloper = identity.issuer == IdentityIssuer.developer && user == Caller.operatorID
        return Caller(
            userID: user,
            // A token that a page's script can read is never worth an operator's.
            isOperator: identity.scope == .full
                && (identity.isOperator || isListed || isDeveloper || standing.isOperator),
            scope: identity.scope,
            sessionID: identity.sessionID,
            issuedAt: identity.issuedAt,
            expiresAt: identity.expiresAt,
            refusedFrom: identity.refusedFrom
        )
    }
}
