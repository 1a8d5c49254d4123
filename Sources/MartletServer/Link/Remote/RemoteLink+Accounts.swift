// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire
import Synchronization

/// How people stand, from a copy that the core keeps current: what it says, it says before it answers.
extension RemoteLink: AccountStandings {
    package func standing(of user: UserID) -> AccountStatus? {
        // Before the link first stood nobody is certain not to exist.
        self.state.withLock { state in state.accounts.map { $0.standing(of: user) } ?? AccountStatus() }
    }

    package func isSignedOut(_ session: SessionID) -> Bool {
        self.state.withLock { $0.accounts?.isSignedOut(session) ?? false }
    }
}

extension RemoteLink: SigningKeySource {
    package var signingKey: SigningKey? { self.state.withLock { $0.signingKey } }
}

extension RemoteLink: IdentityDirectory {
    package func resolve(
        issuer: String,
        subject: String,
        displayName: String?,
        provision: Bool
    ) async throws(RPCError) -> Account {
        let request = LinkQuestion.AccountRequest(
            issuer: issuer,
            subject: subject,
            displayName: displayName,
            provision: provision
        )
        return try await self.answer(to: .resolve(request)).decoded(as: Account.self).get()
    }
}

extension RemoteLink: SignInLinks {
    package func keep(_ offer: SignInOffer, under digest: [UInt8]) async throws(RPCError) {
        _ = try await self.answer(to: .keep(.init(offer: offer, digest: digest)))
    }

    package func take(_ digest: [UInt8]) async throws(RPCError) -> SignInOffer? {
        try await self.answer(to: .take(digest)).decoded(as: [SignInOffer].self).get().first
    }
}

extension RemoteLink: SessionEnding {
    package func signOut(_ session: SessionID, of user: UserID, until end: Timestamp) async throws(RPCError) {
        _ = try await self.answer(to: .signOut(.init(session: session, user: user, end: end)))
    }
}

extension RemoteLink {
    func answer(to question: LinkQuestion, patience: Duration? = nil) async throws(RPCError) -> LinkAnswerBody {
        let outcome: Result<LinkAnswerBody, RPCError> = await withCheckedContinuation { continuation in
            self.ask(question, patience: patience) { continuation.resume(returning: $0) }
        }
        return try outcome.get()
    }
}
