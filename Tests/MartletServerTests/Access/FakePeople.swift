// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletWire
import Synchronization

/// The core's part of access, in memory: who there is, how they stand, which links are out, which sessions have ended.
final class FakePeople: IdentityDirectory, AccountStandings, SessionEnding, SignInLinks {
    private struct Subject: Hashable {
        var issuer: String
        var subject: String
    }

    private struct State {
        var users: [Subject: UserID] = [
            Subject(issuer: IdentityIssuer.local, subject: IdentityIssuer.operatorSubject): 1
        ]
        var names: [UserID: String] = [:]
        var standings: [UserID: AccountStatus] = [1: AccountStatus()]
        var signedOut = SignedOutSessions()
        var offers: [[UInt8]: SignInOffer] = [:]
        var lookups = 0
        var isDown = false
    }

    private let state = Mutex(State())

    /// Makes people with these numbers, known to no issuer.
    init(_ users: UserID...) {
        self.state.withLock { state in
            for user in users { state.standings[user] = AccountStatus() }
        }
    }

    /// How often somebody had to be looked up.
    var lookups: Int { self.state.withLock { $0.lookups } }
    /// How many links are out.
    var linkCount: Int { self.state.withLock { $0.offers.count } }
    /// The digests under which links are kept.
    var linkDigests: [[UInt8]] { self.state.withLock { Array($0.offers.keys) } }

    /// Whether the core can be reached.
    func setDown(_ isDown: Bool) { self.state.withLock { $0.isDown = isDown } }

    /// What somebody is called.
    func name(of user: UserID) -> String? { self.state.withLock { $0.names[user] } }

    /// Lets a subject sign in as somebody.
    func link(_ user: UserID, to issuer: String, _ subject: String) {
        self.state.withLock { $0.users[Subject(issuer: issuer, subject: subject)] = user }
    }

    /// Changes how somebody stands.
    func set(_ user: UserID, _ standing: AccountStatus?) { self.state.withLock { $0.standings[user] = standing } }

    func resolve(
        issuer: String,
        subject: String,
        displayName: String?,
        provision: Bool
    ) async throws(RPCError) -> Account {
        let answer = self.state.withLock { state -> Result<Account, RPCError> in
            state.lookups += 1
            guard !state.isDown else { return .failure(RPCError(.unavailable, "down")) }
            let key = Subject(issuer: issuer, subject: subject)
            if state.users[key] == nil {
                guard provision else { return .failure(.notFound("user")) }
                let user = UserID(rawValue: Int64(state.users.count + 100))
                state.users[key] = user
                state.standings[user] = AccountStatus()
            }
            guard let user = state.users[key], let standing = state.standings[user] else {
                return .failure(.notFound("user"))
            }
            if let displayName { state.names[user] = displayName }
            return .success(Account(userID: user, standing: standing))
        }
        return try answer.get()
    }

    func standing(of user: UserID) -> AccountStatus? { self.state.withLock { $0.standings[user] } }

    func isSignedOut(_ session: SessionID) -> Bool { self.state.withLock { $0.signedOut.contains(session) } }

    func signOut(_ session: SessionID, of user: UserID, until end: Timestamp) async throws(RPCError) {
        let isDown = self.state.withLock { state in
            if !state.isDown { state.signedOut.signedOut(session, until: end) }
            return state.isDown
        }
        if isDown { throw RPCError(.unavailable, "down") }
    }

    func keep(_ offer: SignInOffer, under digest: [UInt8]) async throws(RPCError) {
        self.state.withLock { $0.offers[digest] = offer }
    }

    func take(_ digest: [UInt8]) async throws(RPCError) -> SignInOffer? {
        let (isDown, offer) = self.state.withLock { state in
            (state.isDown, state.isDown ? nil : state.offers.removeValue(forKey: digest))
        }
        if isDown { throw RPCError(.unavailable, "down") }
        return offer
    }
}
