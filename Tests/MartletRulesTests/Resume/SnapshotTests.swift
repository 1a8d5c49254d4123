// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

/// Pages are snapshots of their own moments (DESIGN 4.6, `sync.catch_up`).
@Suite struct SnapshotTests {
    private static func page(_ seq: Seq, _ channels: ChannelID..., epoch: String = "e1") -> SyncCatchUp.Result {
        SyncCatchUp.Result(
            epoch: Epoch(rawValue: epoch),
            seq: seq,
            user: User(id: 7, name: "ann", displayName: "Ann", status: .online, createdAt: 0),
            workspaces: [],
            channels: channels.map { channel in
                CatchUpChannel(
                    channel: Channel(
                        id: channel,
                        workspaceID: 1,
                        kind: .public,
                        creatorID: 7,
                        memberCount: 1,
                        isMember: true,
                        createdAt: 0
                    ),
                    unread: 0,
                    mentions: 0,
                    lastReadMessage: 0
                )
            },
            presence: [],
            huddles: [],
            mentions: [],
            notifications: [],
            hasMore: true
        )
    }

    private static func frame(_ seq: Seq?, _ event: some Event) -> EventFrame {
        EventFrame(seq: seq, event: .known(event))
    }

    private static var snapshot: Snapshot {
        var snapshot = Snapshot(Self.page(10, 1))
        _ = snapshot.add(Self.page(20, 2))
        return snapshot
    }

    @Test(arguments: [(10, 1, true), (11, 1, false), (11, 2, true), (20, 2, true), (21, 2, false)])
    func `of a page's channels it holds what had happened when the page was taken`(
        seq: Seq,
        channel: ChannelID,
        holds: Bool
    ) {
        let event = MessageDeleted(messageID: 1, channelID: channel)
        #expect(Self.snapshot.holds(Self.frame(seq, event)) == holds)
        #expect(Self.snapshot.holds(Self.frame(seq, ChannelRemoved(channelID: channel))) == holds)
    }

    @Test func `of everything else it holds what the first page shows`() {
        for (seq, holds) in [(10, true), (11, false)] as [(Seq, Bool)] {
            #expect(Self.snapshot.holds(Self.frame(seq, MessageDeleted(messageID: 1, channelID: 3))) == holds)
            #expect(Self.snapshot.holds(Self.frame(seq, WorkspaceRemoved(workspaceID: 1))) == holds)
        }
    }

    @Test func `what no page shows, and what has no place in the log, is always told`() {
        let unknown = EventFrame(seq: 1, event: .unknown(EventName("moon.risen"), .emptyObject))
        #expect(!Self.snapshot.holds(unknown))
        #expect(!Self.snapshot.holds(Self.frame(1, CanvasDeleted(canvasID: 1, channelID: 1))))
        #expect(!Self.snapshot.holds(Self.frame(nil, MessageDeleted(messageID: 1, channelID: 1))))
    }

    @Test func `past its last page it is over, and a page of another log is none of its`() {
        var snapshot = Self.snapshot
        #expect(!snapshot.isOver(at: Position(epoch: Epoch(rawValue: "e1"), seq: 19)))
        #expect(snapshot.isOver(at: Position(epoch: Epoch(rawValue: "e1"), seq: 20)))
        let isPart = snapshot.add(Self.page(30, 3, epoch: "e2"))
        #expect(!isPart)
    }
}
