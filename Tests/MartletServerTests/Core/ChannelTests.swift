// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct ChannelTests {
    @Test func `a new channel is announced to its creator alone`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada, with: ben)
            let start = core.head
            let call = ChannelCreate(workspaceID: workspace, kind: .public, name: "swifts", topic: "on the wing")
            let channel = try await core.call(call, as: ada)
            #expect(channel.id == 1 && channel.isMember == true && channel.memberCount == 1)
            let heard = try await core.heard(by: ada, after: start)
            #expect(heard.map(\.event) == [.known(ChannelAdded(channel: channel))])
            #expect(try await core.names(heardBy: ben, after: start) == [])
            #expect(try await core.call(ChannelGet(channelID: channel.id), as: ada) == channel)
            #expect(try await core.call(ChannelGet(channelID: channel.id), as: ben).isMember == false)
            #expect(try await core.channel(in: workspace, of: ben) == 2, "ids count up by one")
        }
    }

    @Test func `public channels are open to the workspace and to nobody else`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben, cleo) = (
                try await core.person("ada"), try await core.person("ben"), try await core.person("cleo")
            )
            let workspace = try await core.workspace(of: ada, with: ben)
            let channel = try await core.channel(in: workspace, of: ada)
            let start = core.head
            #expect(try await core.refusal(of: ChannelJoin(channelID: channel), as: cleo)?.code == .notFound)
            let joined = try await core.call(ChannelJoin(channelID: channel), as: ben)
            #expect(joined.memberCount == 2 && joined.isMember == true)
            #expect(try await core.names(heardBy: ben, after: start) == ["channel.added", "channel.member_joined"])
            #expect(try await core.names(heardBy: ada, after: start) == ["channel.member_joined"])
            _ = try await core.call(ChannelJoin(channelID: channel), as: ben)
            #expect(core.head == start + 2, "joining again changes nothing")
            let members = try await core.call(ChannelMembers(channelID: channel), as: ben).members
            #expect(members.map(\.userID) == [ada, ben])
        }
    }

    @Test func `private channels are unknown to whoever is not in them`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben, cleo) = (
                try await core.person("ada"), try await core.person("ben"), try await core.person("cleo")
            )
            // The owner of the workspace is an outsider here, too.
            let workspace = try await core.workspace(of: cleo, with: ada, ben)
            let channel = try await core.channel(.private, in: workspace, of: ada)
            for outsider in [ben, cleo] {
                let calls: [any Method] = [
                    ChannelGet(channelID: channel), ChannelMembers(channelID: channel),
                    ChannelJoin(channelID: channel), ChannelLeave(channelID: channel),
                    ChannelUpdate(channelID: channel, topic: "seen"), ChannelDelete(channelID: channel),
                    ChannelAddMember(channelID: channel, userID: outsider),
                    ChannelRemoveMember(channelID: channel, userID: ada),
                ]
                for call in calls {
                    #expect(try await core.refusal(of: call, as: outsider)?.code == .notFound, "\(type(of: call).name)")
                }
                #expect(try await core.call(ChannelList(workspaceID: workspace), as: outsider).channels == [])
            }
            _ = try await core.call(ChannelAddMember(channelID: channel, userID: ben), as: ada)
            #expect(try await core.call(ChannelList(workspaceID: workspace), as: ben).channels.map(\.id) == [channel])
            let stranger = try await core.person("dora")
            let error = try await core.refusal(of: ChannelAddMember(channelID: channel, userID: stranger), as: ada)
            #expect(error?.code == .invalidParams && error?.data.field == "user_id")
        }
    }

    @Test func `channel.removed is the last that a person hears of a channel (R3-3)`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada, with: ben)
            let channel = try await core.channel(in: workspace, of: ada, with: ben)
            for call in [
                ChannelLeave(channelID: channel), ChannelRemoveMember(channelID: channel, userID: ben),
            ] as [any Method] {
                let start = core.head
                _ = try await core.call(call, as: call is ChannelLeave ? ben : ada)
                _ = try await core.call(ChannelUpdate(channelID: channel, topic: "\(start)"), as: ada)
                #expect(
                    try await core.names(heardBy: ben, after: start) == ["channel.member_left", "channel.removed"]
                )
                #expect(
                    try await core.names(heardBy: ada, after: start) == ["channel.member_left", "channel.updated"]
                )
                #expect(try await core.call(ChannelGet(channelID: channel), as: ben).isMember == false)
                _ = try await core.call(ChannelJoin(channelID: channel), as: ben)
            }
            let start = core.head
            _ = try await core.call(ChannelLeave(channelID: channel), as: ben)
            _ = try await core.call(ChannelLeave(channelID: channel), as: ben)
            #expect(core.head == start + 2, "leaving again changes nothing")
        }
    }

    @Test func `only creators and those who answer for the workspace change a channel`() async throws {
        try await CoreHarness.run { core in
            let (owner, ada, ben) = (
                try await core.person("owner"), try await core.person("ada"), try await core.person("ben")
            )
            let workspace = try await core.workspace(of: owner, with: ada, ben)
            let channel = try await core.channel(in: workspace, of: ada, with: ben)
            let calls: [any Method] = [
                ChannelUpdate(channelID: channel, name: "swallows"), ChannelDelete(channelID: channel),
                ChannelRemoveMember(channelID: channel, userID: ada),
            ]
            for call in calls {
                #expect(try await core.refusal(of: call, as: ben)?.code == .forbidden, "\(type(of: call).name)")
            }
            let renamed = try await core.call(ChannelUpdate(channelID: channel, name: "swallows"), as: owner)
            #expect(renamed.name == "swallows")
            let start = core.head
            let updated = try await core.call(ChannelUpdate(channelID: channel, topic: "nests"), as: ada)
            #expect(updated.name == "swallows" && updated.topic == "nests")
            let heard = try await core.heard(by: ben, after: start)
            #expect(heard.first?.event.event(as: ChannelUpdated.self)?.channel.isMember == nil)
            #expect(try await core.names(heardBy: owner, after: start) == [], "only members hear of it")
        }
    }

    @Test func `an archived channel ends for its members, who may still read it`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben, cleo) = (
                try await core.person("ada"), try await core.person("ben"), try await core.person("cleo")
            )
            let workspace = try await core.workspace(of: ada, with: ben, cleo)
            let channel = try await core.channel(.private, in: workspace, of: ada, with: ben)
            let start = core.head
            let archived = try await core.call(ChannelDelete(channelID: channel), as: ada)
            #expect(archived.archivedAt == core.now && archived.memberCount == 0)
            #expect(try await core.names(heardBy: ben, after: start) == ["channel.removed"])
            #expect(try await core.call(ChannelGet(channelID: channel), as: ben).archivedAt != nil)
            #expect(try await core.refusal(of: ChannelGet(channelID: channel), as: cleo)?.code == .notFound)
            #expect(try await core.call(ChannelList(workspaceID: workspace), as: ben).channels == [])
            let all = try await core.call(ChannelList(workspaceID: workspace, includeArchived: true), as: ben)
            #expect(all.channels.map(\.id) == [channel])
            for call in [
                ChannelUpdate(channelID: channel, topic: "late"), ChannelJoin(channelID: channel),
                ChannelAddMember(channelID: channel, userID: cleo),
            ] as [any Method] {
                #expect(try await core.refusal(of: call, as: ada)?.code == .forbidden, "\(type(of: call).name)")
            }
            #expect(try await core.call(ChannelDelete(channelID: channel), as: ada).archivedAt == archived.archivedAt)
            #expect(core.head == start + 1)
            _ = try await core.call(WorkspaceMemberRemove(workspaceID: workspace, userID: ben), as: ada)
            _ = try await core.call(WorkspaceMemberAdd(workspaceID: workspace, userID: ben), as: ada)
            #expect(try await core.refusal(of: ChannelGet(channelID: channel), as: ben)?.code == .notFound)
        }
    }

    @Test func `channels are listed in pages, by kind, and without archived ones`() async throws {
        try await CoreHarness.run { core in
            let ada = try await core.person("ada")
            let workspace = try await core.workspace(of: ada)
            for kind in [ChannelKind.public, .private, .public, .public] {
                _ = try await core.channel(kind, in: workspace, of: ada)
            }
            _ = try await core.call(ChannelDelete(channelID: 3), as: ada)
            func list(_ call: ChannelList) async throws -> [ChannelID] {
                try await core.call(call, as: ada).channels.map(\.id)
            }
            #expect(try await list(ChannelList(workspaceID: workspace)) == [1, 2, 4])
            #expect(try await list(ChannelList(workspaceID: workspace, kind: .private)) == [2])
            #expect(try await list(ChannelList(workspaceID: workspace, includeArchived: true)) == [1, 2, 3, 4])
            #expect(try await list(ChannelList(workspaceID: workspace, sinceID: 1, limit: 1)) == [2])
            #expect(try await core.call(ChannelList(workspaceID: workspace, limit: 2), as: ada).hasMore)
        }
    }
}
