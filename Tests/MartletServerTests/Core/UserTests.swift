// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire
import Testing

@Suite struct UserTests {
    @Test func `the operator always exists and ids count up by one`() async throws {
        try await CoreHarness.run { core in
            let me = try await core.call(UserMe(), as: 1)
            #expect(me.name == "operator" && me.id == 1)
            #expect(try await core.person("ada") == 2)
            #expect(try await core.refusal(of: UserCreate(name: "ada"), as: 1)?.code == .conflict)
            #expect(try await core.person("ben") == 3)
        } afterRestart: { core in
            let cleo = try await core.person("cleo")
            #expect(cleo == 4)
        }
    }

    @Test func `nobody is called what names every member`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            for name in ["channel", "Channel", "channel-ops"] {
                for refusal in [
                    try await core.refusal(of: UserCreate(name: name), as: 1),
                    try await core.refusal(of: UserUpdate(name: name), as: ada),
                ] {
                    #expect(refusal?.code == .invalidParams && refusal?.data.field == "name")
                }
            }
            #expect(try await core.call(UserUpdate(displayName: "Channel"), as: ada).displayName == "Channel")
        }
    }

    @Test func `only operators create people by hand`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            #expect(try await core.refusal(of: UserCreate(name: "ben"), as: ada)?.code == .forbidden)
            #expect(core.head == 1)
        }
    }

    @Test func `short names are one whatever their capitals and composition`() async throws {
        try await CoreHarness.run { core in
            _ = try await core.person("Zo\u{EB}")
            let error = try await core.refusal(of: UserCreate(name: "zoe\u{308}"), as: 1)
            #expect(error?.code == .conflict)
            #expect(error?.data.field == "name")
        }
    }

    @Test func `a new name is heard by the person and by whoever shares a workspace, once`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben, cleo) = (
                try await core.person("ada"), try await core.person("ben"), try await core.person("cleo")
            )
            _ = try await core.workspace(of: ada, with: ben)
            _ = try await core.workspace(of: ben, with: ada)
            let start = core.head
            let user = try await core.call(UserUpdate(displayName: "Ada L."), as: ada)
            #expect(user.displayName == "Ada L.")
            #expect(try await core.names(heardBy: ada, after: start) == ["user.updated"])
            #expect(try await core.names(heardBy: ben, after: start) == ["user.updated"])
            #expect(try await core.names(heardBy: cleo, after: start) == [])
            _ = try await core.call(UserUpdate(displayName: "Ada L."), as: ada)
            #expect(core.head == start + 1, "what changes nothing says nothing")
        }
    }

    @Test func `a person is changed by themselves and by operators alone`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let change = UserUpdate(userID: ada, name: "adele")
            #expect(try await core.refusal(of: change, as: ben)?.code == .notFound)
            _ = try await core.workspace(of: ada, with: ben)
            #expect(try await core.refusal(of: change, as: ben)?.code == .forbidden)
            #expect(try await core.call(change, as: 1).name == "adele")
            #expect(try await core.refusal(of: UserUpdate(name: "ben"), as: ada)?.code == .conflict)
        }
    }

    @Test func `people are listed to whoever shares a workspace with them`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben, cleo) = (
                try await core.person("ada"), try await core.person("ben"), try await core.person("cleo")
            )
            let workspace = try await core.workspace(of: ada, with: ben)
            #expect(try await core.call(UserList(), as: ben).users.map(\.id) == [ada, ben])
            #expect(try await core.call(UserList(), as: cleo).users.map(\.id) == [cleo])
            #expect(try await core.call(UserList(), as: 1).users.map(\.id) == [1, ada, ben, cleo])
            #expect(try await core.call(UserList(workspaceID: workspace), as: ada).users.map(\.id) == [ada, ben])
            #expect(try await core.refusal(of: UserList(workspaceID: workspace), as: cleo)?.code == .notFound)
            #expect(try await core.call(UserGet(userID: ada), as: ben).name == "ada")
            #expect(try await core.refusal(of: UserGet(userID: ada), as: cleo)?.code == .notFound)
            let page = try await core.call(UserList(limit: 1), as: ben)
            #expect(page.users.map(\.id) == [ada] && page.hasMore)
            let next = try await core.call(UserList(sinceID: ada, limit: 1), as: ben)
            #expect(next.users.map(\.id) == [ben] && !next.hasMore)
        }
    }
}
