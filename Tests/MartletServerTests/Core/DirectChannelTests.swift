// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletStore
import MartletWire
import Testing

@Suite struct DirectChannelTests {
    @Test func `a new DM reaches everyone in it with one entry (R3-6)`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben, cleo) = (
                try await core.person("ada"), try await core.person("ben"), try await core.person("cleo")
            )
            let workspace = try await core.workspace(of: ada, with: ben, cleo)
            let start = core.head
            let call = ChannelCreate(workspaceID: workspace, kind: .dm, peerIDs: [cleo, ben, ada, ben])
            let channel = try await core.call(call, as: ada)
            #expect(channel.memberIDs == [ada, ben, cleo] && channel.memberCount == 3, "self and repeats count once")
            #expect(core.head == start + 1)
            for user in [ada, ben, cleo] {
                let heard = try await core.heard(by: user, after: start)
                #expect(heard.map(\.event) == [.known(ChannelAdded(channel: channel))])
            }
        }
    }

    @Test func `the same people always get the same DM without a second event (R3-6)`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada, with: ben)
            let other = try await core.workspace(of: ada, with: ben)
            let first = try await core.call(ChannelCreate(workspaceID: workspace, kind: .dm, peerIDs: [ben]), as: ada)
            let start = core.head
            let again = try await core.call(ChannelCreate(workspaceID: workspace, kind: .dm, peerIDs: [ada]), as: ben)
            #expect(again == first && core.head == start)
            let elsewhere = try await core.call(ChannelCreate(workspaceID: other, kind: .dm, peerIDs: [ben]), as: ada)
            #expect(elsewhere.id != first.id)
        }
    }

    @Test func `two who open a DM at once get one`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada, with: ben)
            async let one = core.call(ChannelCreate(workspaceID: workspace, kind: .dm, peerIDs: [ben]), as: ada)
            async let other = core.call(ChannelCreate(workspaceID: workspace, kind: .dm, peerIDs: [ada]), as: ben)
            #expect(try await one.id == other.id)
        }
    }

    @Test func `peers who are unknown or elsewhere are refused by name, and an empty list too (R3-6)`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada)
            let start = core.head
            for peers in [[], [99], [ben], [ada, ben, 77]] as [[UserID]] {
                let call = ChannelCreate(workspaceID: workspace, kind: .dm, peerIDs: peers)
                let error = try await core.refusal(of: call, as: ada)
                #expect(error?.code == .invalidParams && error?.data.field == "peer_ids", "\(peers)")
            }
            let missing = try await core.refusal(of: ChannelCreate(workspaceID: workspace, kind: .dm), as: ada)
            #expect(missing?.code == .invalidParams)
            #expect(core.head == start)
        }
    }

    @Test func `the people of a DM are fixed`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben, cleo) = (
                try await core.person("ada"), try await core.person("ben"), try await core.person("cleo")
            )
            let workspace = try await core.workspace(of: ada, with: ben, cleo)
            let dm = try await core.call(ChannelCreate(workspaceID: workspace, kind: .dm, peerIDs: [ben]), as: ada).id
            let calls: [any Method] = [
                ChannelJoin(channelID: dm), ChannelLeave(channelID: dm), ChannelDelete(channelID: dm),
                ChannelAddMember(channelID: dm, userID: cleo), ChannelRemoveMember(channelID: dm, userID: ben),
                ChannelRemoveMember(channelID: dm, userID: ada), ChannelUpdate(channelID: dm, name: "us"),
            ]
            for call in calls {
                #expect(try await core.refusal(of: call, as: ada)?.code == .invalidParams, "\(type(of: call).name)")
                #expect(try await core.refusal(of: call, as: cleo)?.code == .notFound, "\(type(of: call).name)")
            }
        }
    }

    @Test func `whoever came back to the workspace is let into the DM when it is opened again`() async throws {
        try await CoreHarness.run { core in
            let (ada, ben) = (try await core.person("ada"), try await core.person("ben"))
            let workspace = try await core.workspace(of: ada, with: ben)
            let open = ChannelCreate(workspaceID: workspace, kind: .dm, peerIDs: [ben])
            let dm = try await core.call(open, as: ada)
            _ = try await core.call(WorkspaceMemberRemove(workspaceID: workspace, userID: ben), as: ben)
            #expect(try await core.refusal(of: open, as: ada)?.code == .invalidParams)
            _ = try await core.call(WorkspaceMemberAdd(workspaceID: workspace, userID: ben), as: ada)
            let start = core.head
            #expect(try await core.call(open, as: ada) == dm)
            #expect(try await core.names(heardBy: ben, after: start) == ["channel.added"])
            #expect(try await core.names(heardBy: ada, after: start) == [])
        }
    }
}
