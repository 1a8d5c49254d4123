// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire
import Testing

@Suite struct WorkspaceTests {
    @Test func `anyone creates a workspace, owns it, and is the only one to hear of it`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.call(WorkspaceCreate(name: "Ornithology"), as: ada)
            #expect(workspace.ownerID == ada && workspace.role == .owner && workspace.memberCount == 1)
            #expect(try await core.call(WorkspaceGet(workspaceID: workspace.id), as: ada) == workspace)
            let heard = try await core.heard(by: ada)
            #expect(heard.map(\.event) == [.known(WorkspaceAdded(workspace: workspace))])
            #expect(try await core.names(heardBy: ben) == [])
            #expect(try await core.refusal(of: WorkspaceGet(workspaceID: workspace.id), as: ben)?.code == .notFound)
        }
    }

    @Test func `who is added hears of the workspace first, and then everyone of them`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada)
            let start = core.head
            let member = try await core.call(WorkspaceMemberAdd(workspaceID: workspace, userID: ben), as: ada)
            #expect(member.role == .member)
            #expect(
                try await core.names(heardBy: ben, after: start) == [
                    "workspace.added", "workspace.member_joined", "notification.created",
                ]
            )
            #expect(try await core.names(heardBy: ada, after: start) == ["workspace.member_joined"])
            #expect(try await core.call(WorkspaceGet(workspaceID: workspace), as: ben).memberCount == 2)
            let again = try await core.call(WorkspaceMemberAdd(workspaceID: workspace, userID: ben), as: ada)
            #expect(again == member && core.head == start + 3, "adding a member again changes nothing")
        }
    }

    @Test func `nobody hears anything after they were removed (R3-3)`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada, with: ben)
            let (first, second) = (
                try await core.channel(in: workspace, of: ada, with: ben),
                try await core.channel(.private, in: workspace, of: ben, with: ada)
            )
            let dm = try await core.call(ChannelCreate(workspaceID: workspace, kind: .dm, peerIDs: [ben]), as: ada).id
            let start = core.head
            _ = try await core.call(WorkspaceMemberRemove(workspaceID: workspace, userID: ben), as: ada)
            _ = try await core.call(ChannelUpdate(channelID: first, topic: "apus apus"), as: ada)
            _ = try await core.call(WorkspaceUpdate(workspaceID: workspace, name: "Birds"), as: ada)
            #expect(try await core.names(heardBy: ben, after: start) == ["workspace.removed"])
            #expect(
                try await core.names(heardBy: ada, after: start) == [
                    "channel.member_left", "channel.member_left", "channel.member_left", "workspace.member_left",
                    "channel.updated", "workspace.updated",
                ]
            )
            for channel in [first, second, dm] {
                #expect(try await core.refusal(of: ChannelGet(channelID: channel), as: ben)?.code == .notFound)
                #expect(try await core.call(ChannelGet(channelID: channel), as: ada).memberCount == 1)
            }
            let ends = core.entries(after: start).filter { !$0.memberships.isEmpty }
            #expect(ends.count == 1 && ends.first?.memberships.count == 4, "one entry ends everything")
        }
    }

    @Test func `who was removed from many channels still goes with entries that can be carried`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada, with: ben)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...2100 { group.addTask { _ = try await core.channel(in: workspace, of: ben) } }
                try await group.waitForAll()
            }
            let start = core.head
            _ = try await core.call(WorkspaceMemberRemove(workspaceID: workspace, userID: ben), as: ada)
            #expect(try await core.names(heardBy: ben, after: start) == ["workspace.removed"])
            #expect(core.entries(after: start).suffix(2).map(\.memberships.count) == [2000, 101])
            #expect(core.entries(after: start).allSatisfy { $0.encodedSize <= Limits.standard.entry })
        }
    }

    @Test func `the roles decide who brings in and takes out whom`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben, cleo, dora) = (
                try await core.person("ada"), try await core.person("ben"), try await core.person("cleo"),
                try await core.person("dora")
            )
            let workspace = try await core.workspace(of: ada, with: ben, cleo)
            func add(_ user: UserID, _ role: WorkspaceRole? = nil) -> WorkspaceMemberAdd {
                WorkspaceMemberAdd(workspaceID: workspace, userID: user, role: role)
            }
            func remove(_ user: UserID) -> WorkspaceMemberRemove {
                WorkspaceMemberRemove(workspaceID: workspace, userID: user)
            }
            #expect(try await core.refusal(of: add(dora), as: ben)?.code == .forbidden)
            #expect(try await core.refusal(of: add(dora), as: dora)?.code == .notFound)
            #expect(try await core.refusal(of: remove(cleo), as: ben)?.code == .forbidden)
            let promote = WorkspaceMemberUpdate(workspaceID: workspace, userID: ben, role: .admin)
            #expect(try await core.refusal(of: promote, as: ben)?.code == .forbidden)
            #expect(try await core.call(promote, as: ada).role == .admin)
            #expect(try await core.refusal(of: add(dora, .admin), as: ben)?.code == .forbidden)
            _ = try await core.call(add(dora), as: ben)
            #expect(try await core.refusal(of: remove(ada), as: ben)?.code == .forbidden)
            _ = try await core.call(remove(cleo), as: ben)
            _ = try await core.call(remove(dora), as: dora)
            #expect(try await core.refusal(of: remove(ada), as: ada)?.code == .forbidden, "the owner hands over first")
            #expect(try await core.refusal(of: add(99), as: ada)?.code == .notFound)
            #expect(try await core.refusal(of: remove(cleo), as: ada)?.code == .notFound)
        }
    }

    @Test func `handing a workspace over makes the former owner an admin, and everyone hears of it`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben, cleo) = (
                try await core.person("ada"), try await core.person("ben"), try await core.person("cleo")
            )
            let workspace = try await core.workspace(of: ada, with: ben, cleo)
            let start = core.head
            _ = try await core.call(WorkspaceMemberUpdate(workspaceID: workspace, userID: ben, role: .owner), as: ada)
            for (user, role) in [(ada, WorkspaceRole.admin), (ben, .owner), (cleo, nil)] {
                let heard = try await core.heard(by: user, after: start)
                let told = heard.compactMap { $0.event.event(as: WorkspaceUpdated.self)?.workspace }
                #expect(told.map(\.role) == [role] && told.map(\.ownerID) == [ben], "user \(user)")
            }
            #expect(try await core.call(WorkspaceGet(workspaceID: workspace), as: ben).role == .owner)
            #expect(try await core.refusal(of: WorkspaceDelete(workspaceID: workspace), as: ada)?.code == .forbidden)
        }
    }

    @Test func `a deleted workspace is gone for everyone with one entry`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada, with: ben)
            let channel = try await core.channel(in: workspace, of: ada, with: ben)
            let archived = try await core.channel(.private, in: workspace, of: ada)
            _ = try await core.call(ChannelDelete(channelID: archived), as: ada)
            let start = core.head
            _ = try await core.call(WorkspaceDelete(workspaceID: workspace), as: ada)
            #expect(core.head == start + 1)
            for user in [ada, ben] {
                #expect(try await core.names(heardBy: user, after: start) == ["workspace.removed"])
                #expect(try await core.call(WorkspaceList(), as: user).workspaces == [])
                #expect(try await core.refusal(of: ChannelGet(channelID: channel), as: user)?.code == .notFound)
                #expect(try await core.refusal(of: ChannelGet(channelID: archived), as: user)?.code == .notFound)
            }
            #expect(try await core.refusal(of: WorkspaceDelete(workspaceID: workspace), as: ada)?.code == .notFound)
        }
    }

    @Test func `who comes back hears what is said from then on, and nothing of between`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada, with: ben)
            _ = try await core.call(WorkspaceMemberRemove(workspaceID: workspace, userID: ben), as: ben)
            _ = try await core.call(WorkspaceUpdate(workspaceID: workspace, name: "Unheard"), as: ada)
            let start = core.head
            _ = try await core.call(WorkspaceMemberAdd(workspaceID: workspace, userID: ben), as: ada)
            _ = try await core.call(WorkspaceUpdate(workspaceID: workspace, name: "Heard"), as: ada)
            #expect(
                try await core.names(heardBy: ben, after: 0) == [
                    "workspace.added", "workspace.member_joined", "notification.created", "workspace.removed",
                    "workspace.added", "workspace.member_joined", "notification.created", "workspace.updated",
                ]
            )
            #expect(try await core.heard(by: ben, after: start).count == 4)
        }
    }
}
