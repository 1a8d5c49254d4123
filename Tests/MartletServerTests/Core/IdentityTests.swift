// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct IdentityTests {
    private func resolve(
        _ subject: String,
        from issuer: String = "https://id.example",
        called name: String? = nil,
        provision: Bool = true,
        in core: CoreHarness
    ) async throws -> Account {
        try await core.core.resolve(issuer: issuer, subject: subject, displayName: name, provision: provision)
    }

    @Test func `a subject is one person for each issuer, whoever asks first or at once`() async throws {
        try await CoreHarness.run { core in
            async let one = self.resolve("ada@example.org", in: core)
            async let other = self.resolve("ada@example.org", in: core)
            let (first, second) = (try await one, try await other)
            #expect(first == second && first.userID == 2)
            let elsewhere = try await self.resolve("ada@example.org", from: "https://other.example", in: core)
            #expect(elsewhere.userID == 3)
            let names = try await core.store.read { try $0.users([2, 3]).map(\.name) }
            #expect(names == ["ada", "ada-2"])
            #expect(core.core.standing(of: 3) == AccountStatus() && core.core.standing(of: 4) == nil)
        } afterRestart: { core in
            let again = try await self.resolve("ada@example.org", provision: false, in: core)
            #expect(again.userID == 2)
        }
    }

    @Test func `nobody is made where provisioning is denied`() async throws {
        try await CoreHarness.run { core in
            let error = await #expect(throws: RPCError.self) {
                try await self.resolve("ada", provision: false, in: core)
            }
            #expect(error?.code == .notFound)
            let count = try await core.store.read { try $0.userCount() }
            #expect(count == 1)
        }
    }

    @Test func `the operator is the first of every store`() async throws {
        try await CoreHarness.run { core in
            let account = try await self.resolve("operator", from: IdentityIssuer.local, provision: false, in: core)
            #expect(account == Account(userID: 1, standing: AccountStatus(isOperator: true)))
            #expect(core.core.standing(of: 1)?.isOperator == true)
            let imposter = try await self.resolve("operator", in: core)
            #expect(imposter.userID == 2 && !imposter.standing.isOperator)
        }
    }

    @Test func `who was made by hand is claimed by the first issuer who vouches for them, and by no second`()
        async throws
    {
        try await CoreHarness.run { core in
            let ada = try await core.call(UserCreate(name: "ada", subject: "ada@example.org"), as: 1).id
            let local = try await self.resolve("ada@example.org", from: "martlet", provision: false, in: core)
            #expect(local.userID == ada, "this server's own tokens know them at once")
            let claimed = try await self.resolve("ada@example.org", provision: false, in: core)
            #expect(claimed.userID == ada)
            let error = await #expect(throws: RPCError.self) {
                try await self.resolve("ada@example.org", from: "https://other.example", provision: false, in: core)
            }
            #expect(error?.code == .notFound)
            let taken = try await core.refusal(of: UserCreate(name: "eve", subject: "ada@example.org"), as: 1)
            #expect(taken?.code == .conflict && taken?.data.field == "subject")
            #expect(try await core.refusal(of: UserCreate(name: "eve", subject: "operator"), as: 1)?.code == .conflict)
        }
    }

    @Test func `a name is followed when the issuer changes it, and only then`() async throws {
        try await CoreHarness.run { core in
            let ada = try await self.resolve("ada", called: "Ada", in: core).userID
            let ben = try await core.person("ben")
            _ = try await core.workspace(of: ada, with: ben)
            _ = try await core.call(UserUpdate(displayName: "Countess"), as: ada)
            let start = core.head
            _ = try await self.resolve("ada", called: "Ada", in: core)
            #expect(try await core.call(UserMe(), as: ada).displayName == "Countess" && core.head == start)
            _ = try await self.resolve("ada", called: "Ada Lovelace", in: core)
            #expect(try await core.call(UserMe(), as: ada).displayName == "Ada Lovelace")
            #expect(try await core.names(heardBy: ben, after: start) == ["user.updated"])
        }
    }

    @Test func `operators shut people out and let them in again, at once and for good`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            #expect(try await core.refusal(of: AdminUserDisable(userID: 1), as: ada)?.code == .forbidden)
            #expect(try await core.refusal(of: AdminUserDisable(userID: 1), as: 1)?.code == .invalidParams)
            #expect(try await core.refusal(of: AdminUserDisable(userID: 9), as: 1)?.code == .notFound)
            #expect(try await core.call(AdminUserDisable(userID: ada), as: 1).isDisabled)
            #expect(core.core.standing(of: ada)?.isDisabled == true)
        } afterRestart: { core in
            #expect(core.core.standing(of: 2)?.isDisabled == true)
            _ = try await core.call(AdminUserEnable(userID: 2), as: 1)
            #expect(core.core.standing(of: 2) == AccountStatus())
        }
    }

    @Test func `signing out everywhere refuses what was issued until now`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            #expect(try await core.refusal(of: AdminSignOut(userID: ben), as: ada)?.code == .forbidden)
            let access = try await core.call(AdminSignOut(userID: ada), as: ada)
            #expect(access.tokensValidAfter == core.now)
            #expect(core.core.standing(of: ada)?.tokensValidAfter == core.now)
            core.advance(by: .seconds(1))
            #expect(try await core.call(AdminSignOut(userID: ada), as: 1).tokensValidAfter == core.now)
            #expect(core.core.standing(of: ben) == AccountStatus())
        } afterRestart: { core in
            let standing = core.core.standing(of: 2)
            #expect(standing?.tokensValidAfter == core.now)
            _ = try await core.call(UserMe(), as: 2)
        }
    }

    @Test func `a session that was signed out stays so over a restart`() async throws {
        let session = SessionID(rawValue: "s1")
        try await CoreHarness.run { core in
            try await core.core.signOut(session, of: 1, until: core.now.advanced(by: .seconds(60)))
            #expect(core.core.isSignedOut(session))
        } afterRestart: { core in
            #expect(core.core.isSignedOut(session))
            core.advance(by: .seconds(61))
            try await core.core.signOut(SessionID(rawValue: "s2"), of: 1, until: core.now.advanced(by: .seconds(60)))
            #expect(!core.core.isSignedOut(session), "what has ended by itself is forgotten")
            let kept = try await core.store.read { try $0.signedOutSessions() }
            #expect(kept.keys.map(\.rawValue) == ["s2"])
        }
    }

    @Test func `a sign-in link is good once`() async throws {
        try await CoreHarness.run { core in
            let offer = SignInOffer(
                issuer: "martlet",
                subject: "operator",
                isOperator: true,
                expiresAt: core.now.advanced(by: .seconds(60)),
                sessionMilliseconds: 1000
            )
            try await core.core.keep(offer, under: [1, 2, 3])
            async let one = core.core.take([1, 2, 3])
            async let other = core.core.take([1, 2, 3])
            let taken = [try await one, try await other]
            #expect(taken.compactMap(\.self) == [offer])
            #expect(try await core.core.take([4]) == nil)
        }
    }
}
