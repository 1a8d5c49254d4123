// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import MartletWire
import Synchronization
import Testing

/// What every link promises an edge, told of each.
@Suite(.timeLimit(.minutes(5))) struct LinkConformanceTests {
    private struct Scene {
        var link: any Link
        var harness: CoreHarness
        var follower: LinkFollower
        var owner: UserID
        var workspace: WorkspaceID
        var channel: ChannelID
    }

    private static func play(_ rig: LinkRig, _ story: @escaping (Scene) async throws -> Void) async throws {
        try await CoreHarness.run { harness in
            let owner = try await harness.person("ada")
            let workspace = try await harness.workspace(of: owner)
            let channel = try await harness.channel(in: workspace, of: owner)
            try await rig.join(harness) { link in
                let follower = LinkFollower()
                try await link.followed(by: follower) {
                    let scene = Scene(
                        link: link,
                        harness: harness,
                        follower: follower,
                        owner: owner,
                        workspace: workspace,
                        channel: channel
                    )
                    try await story(scene)
                }
            }
        }
    }

    @Test(arguments: LinkRig.all)
    func `the first news is where the log stands`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            guard case .joined(let position, let isContinuation)? = scene.follower.news.first else {
                Issue.record("something else came first")
                return
            }
            #expect(position == scene.harness.core.position)
            #expect(!isContinuation)
        }
    }

    @Test(arguments: LinkRig.all)
    func `entries come in order, without holes and unchanged`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            let start = scene.harness.head
            for number in 1...50 {
                _ = try await scene.harness.call(
                    MessageSend(channelID: scene.channel, body: "\(number) é\n\"\\"),
                    as: scene.owner
                )
            }
            let head = scene.harness.head
            await scene.follower.wait(for: head)
            let heard = scene.follower.news.entries.filter { $0.seq > start }
            #expect(heard.map(\.seq) == Array(start + 1...head))
            let committed = scene.harness.entries(after: start)
            #expect(heard.map(\.event) == committed.map(\.event))
            #expect(heard.map(\.audience) == committed.map(\.audience))
        }
    }

    @Test(arguments: LinkRig.all)
    func `membership changes and redactions travel with their entries`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            let start = scene.harness.head
            let bob = try await scene.harness.person("bob")
            _ = try await scene.harness.call(
                WorkspaceMemberAdd(workspaceID: scene.workspace, userID: bob),
                as: scene.owner
            )
            let message = try await scene.harness.call(
                MessageSend(channelID: scene.channel, body: "x"),
                as: scene.owner
            )
            _ = try await scene.harness.call(MessageDelete(messageID: message.id), as: scene.owner)
            await scene.follower.wait(for: scene.harness.head)
            let heard = scene.follower.news.entries.filter { $0.seq > start }
            let committed = scene.harness.entries(after: start)
            #expect(heard.map(\.memberships) == committed.map(\.memberships))
            #expect(heard.map(\.redacts) == committed.map(\.redacts))
            #expect(heard.contains { !$0.memberships.isEmpty })
            #expect(heard.contains { !$0.redacts.isEmpty })
        }
    }

    @Test(arguments: LinkRig.all)
    func `an attach and the entries after its head make up a membership without a gap`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            let bob = try await scene.harness.person("bob")
            _ = try await scene.harness.call(
                WorkspaceMemberAdd(workspaceID: scene.workspace, userID: bob),
                as: scene.owner
            )
            async let changes: Void = {
                for _ in 1...20 {
                    _ = try await scene.harness.call(ChannelJoin(channelID: scene.channel), as: bob)
                    _ = try await scene.harness.call(ChannelLeave(channelID: scene.channel), as: bob)
                }
                _ = try await scene.harness.call(ChannelJoin(channelID: scene.channel), as: bob)
            }()
            var attachments: [MartletServer.Attachment] = []
            for _ in 1...20 { attachments.append(try await scene.link.attach(AttachRequest(user: bob))) }
            try await changes
            let head = scene.harness.head
            await scene.follower.wait(for: head)
            let entries = scene.follower.news.entries
            for attachment in attachments {
                var entitlements = Entitlements(of: bob, memberships: attachment.memberships)
                for entry in entries where entry.seq > attachment.head {
                    for change in entry.memberships where change.user == bob {
                        entitlements.fold(change, at: entry.seq)
                    }
                }
                #expect(entitlements.keys(at: head + 1).contains(.channel(scene.channel)))
            }
        }
    }

    @Test(arguments: LinkRig.all)
    func `a resume is judged by the core's log`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            let position = scene.harness.core.position
            let cases: [(epoch: String?, from: String?, decision: ResumeDecision)] = [
                (position.epoch.rawValue, "\(position.seq - 1)", .resume(after: position.seq - 1)),
                ("other", "1", .resync(.epoch)),
                (nil, "\(position.seq + 1000)", .resync(.ahead)),
                (nil, nil, .live),
            ]
            for (epoch, from, decision) in cases {
                let request = AttachRequest(user: scene.owner, epoch: epoch, from: from)
                let attachment = try await scene.link.attach(request)
                #expect(attachment.decision == decision)
            }
        }
    }

    @Test(arguments: LinkRig.all)
    func `what was missed is read again, and what a person is owed is counted and replayed`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            let start = scene.harness.head
            for number in 1...30 {
                _ = try await scene.harness.call(
                    MessageSend(channelID: scene.channel, body: "\(number)"),
                    as: scene.owner
                )
            }
            let head = scene.harness.head
            let missed = try await scene.link.entries(after: start, limit: 10)
            #expect(missed.map(\.seq) == Array(start + 1...start + 10))
            let request = ReplayRequest(user: scene.owner, after: start, through: head, limit: 500)
            let replayed = try await scene.link.replay(request)
            #expect(replayed.map(\.event) == scene.harness.entries(after: start).map(\.event))
            #expect(try await scene.link.count(request) == replayed.count)
            var short = request
            short.limit = 7
            #expect(try await scene.link.count(short) == 7)
        }
    }

    @Test(arguments: LinkRig.all)
    func `a replay of more than fits one frame comes whole`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            let start = scene.harness.head
            let body = String(repeating: "ü", count: 8000)
            for _ in 1...200 {
                _ = try await scene.harness.call(MessageSend(channelID: scene.channel, body: body), as: scene.owner)
            }
            let entries = try await scene.link.entries(after: start, limit: 1000)
            #expect(entries.map(\.seq) == Array(start + 1...scene.harness.head))
        }
    }

    @Test(arguments: LinkRig.all)
    func `calls of one connection take effect in the order in which they came`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            let start = scene.harness.head
            let caller = Caller(userID: scene.owner)
            await withCheckedContinuation { continuation in
                let left = Mutex(100)
                for number in 1...100 {
                    let body = """
                        {"jsonrpc":"2.0","id":\(number),"method":"message.send",\
                        "params":{"channel_id":\(scene.channel),"body":"n\(number)"}}
                        """
                    scene.link.call(ForwardedCall(caller: caller, body: Array(body.utf8))) { _ in
                        let isLast = left.withLock { left in
                            left -= 1
                            return left == 0
                        }
                        if isLast { continuation.resume() }
                    }
                }
            }
            let events = scene.harness.entries(after: start).filter { $0.name == "message.created" }
            let bodies = events.map { String(decoding: $0.event, as: UTF8.self) }
            // The allowance is one hundred calls at once.
            #expect(bodies.count == 100)
            for (index, body) in bodies.enumerated() { #expect(body.contains("\"n\(index + 1)\"")) }
        }
    }

    @Test(arguments: LinkRig.all)
    func `calls are answered as they are, and notifications with nothing`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            let health = #"{"jsonrpc":"2.0","id":"é","method":"user.me","params":{}}"#
            #expect(try await scene.link.call(health, as: scene.owner)?.contains(#""id":"é""#) == true)
            let silent = #"{"jsonrpc":"2.0","method":"user.me","params":{}}"#
            #expect(try await scene.link.call(silent, as: scene.owner) == nil)
            #expect(try await scene.link.call("{", as: scene.owner)?.contains("-32700") == true)
            let batch = try await scene.link.call("[\(health),\(silent)]", as: scene.owner)
            #expect(batch?.hasPrefix("[") == true)
        }
    }

    @Test(arguments: LinkRig.all)
    func `what has no place in the log comes in order with what has`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            for _ in 1...20 {
                scene.harness.core.publish(
                    Typing(channelID: scene.channel, userID: scene.owner, state: .start),
                    to: .channel(scene.channel)
                )
                _ = try await scene.harness.call(MessageSend(channelID: scene.channel, body: "x"), as: scene.owner)
            }
            await scene.follower.wait(for: scene.harness.head)
            #expect(scene.follower.news.ephemerals.count >= 20)
            #expect(scene.follower.news.ephemerals.allSatisfy { $0.audience == .channel(scene.channel) })
        }
    }

    @Test(arguments: LinkRig.all)
    func `the presence of a workspace is a frame's event`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            let snapshots = try await scene.link.presence(of: [scene.workspace])
            #expect(snapshots.count == 1)
            let text = String(decoding: snapshots.first ?? [], as: UTF8.self)
            #expect(text.hasPrefix(#"{"type":"presence.updated""#))
        }
    }

    @Test(arguments: LinkRig.all)
    func `R3-20: who asks for presence on arrival is there in the answer, each time`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            for count in [1, 0, 1, 0, 1] {
                scene.link.report(ConnectionCount(user: scene.owner, count: count, isFarewell: true))
                let snapshot = try #require(try await scene.link.presence(of: [scene.workspace]).first)
                let status = count == 1 ? "online" : "offline"
                let text = String(decoding: snapshot, as: UTF8.self)
                #expect(text.contains(#""user_id":\#(scene.owner),"status":"\#(status)""#))
            }
        }
    }

    @Test(arguments: LinkRig.all)
    func `operators reach whoever follows, for as long as it does`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            let edge = try #require(scene.harness.core.edges.all.first)
            #expect(await edge.standing == EdgeStanding(connections: 1, isDraining: true))
            #expect(await edge.connections(ConnectionQuery(limit: 10)) == [LinkFollower.report])
            #expect(await edge.connections(ConnectionQuery(user: 8, limit: 10)).isEmpty)
            #expect(await edge.carryOut(.disconnect(LinkFollower.report.connectionID)) == 1)
            #expect(await edge.carryOut(.disconnectPerson(9)) == 0)
            #expect(await edge.carryOut(.drain(over: 1000)) == 1)
        }
    }

    @Test(arguments: LinkRig.all)
    func `whoever is shut out is news`(rig: LinkRig) async throws {
        try await Self.play(rig) { scene in
            _ = try await scene.harness.call(AdminUserDisable(userID: scene.owner), as: Caller.operatorID)
            await scene.follower.wait { news in
                news.contains { item in
                    guard case .accounts(.changed(scene.owner, let standing)) = item else { return false }
                    return standing.isDisabled
                }
            }
        }
    }
}
