// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletRules
import MartletServer
import MartletWire
import NIOCore
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What only a link between processes can do: break, and be found again.
@Suite(.timeLimit(.minutes(5))) struct SocketLinkTests {
    @Test func `R3-8: a lost link is dialled again, and goes on where it was`() async throws {
        let address = String.temporarySocket()
        let link = RemoteLink.testing(address)
        let follower = LinkFollower()
        try await CoreHarness.run { harness in
            let owner = try await harness.person("ada")
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    try await link.follow(as: follower, from: { follower.position }, { follower.hear($0) })
                }
                try await harness.listening(at: address) {
                    await follower.waitUntilJoined()
                    follower.position = harness.core.position
                }
                _ = try await harness.workspace(of: owner)
                try await harness.listening(at: address) {
                    await follower.waitUntilJoined(times: 2)
                }
                tasks.cancelAll()
            }
            #expect(follower.news.joined.map(\.isContinuation) == [false, true])
            #expect(follower.news.losses >= 1)
            #expect(follower.news.joined.last?.position == harness.core.position)
        }
    }

    @Test func `a restarted core's log is a continuation, and another log is not`() async throws {
        let address = String.temporarySocket()
        let link = RemoteLink.testing(address)
        let follower = LinkFollower()
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await link.follow(as: follower, from: { follower.position }, { follower.hear($0) }) }
            try await CoreHarness.run { harness in
                _ = try await harness.person("ada")
                try await harness.listening(at: address) {
                    await follower.waitUntilJoined()
                    follower.position = harness.core.position
                }
            } afterRestart: { harness in
                try await harness.listening(at: address) {
                    await follower.waitUntilJoined(times: 2)
                }
            }
            follower.position = Position(epoch: Epoch(rawValue: "restored over"), seq: 5)
            try await CoreHarness.run { harness in
                try await harness.listening(at: address) {
                    await follower.waitUntilJoined(times: 3)
                }
            }
            tasks.cancelAll()
        }
        #expect(follower.news.joined.map(\.isContinuation) == [false, true, false])
    }

    @Test func `without a core a call is refused as not made, under its own id`() async throws {
        let link = RemoteLink.testing(.temporarySocket())
        let answer = try await link.call(#"{"jsonrpc":"2.0","id":7,"method":"user.me","params":{}}"#, as: 1)
        let response = try WireDecoder().decode(RPCResponse.self, from: Array((answer ?? "").utf8))
        #expect(response.id == .number(7))
        guard case .failure(let error) = response.outcome else {
            Issue.record("the call was answered")
            return
        }
        #expect(error.code == .unavailable)
        #expect(error.data.outcome == RPCError.Outcome.none)
        #expect(error.data.isRetryable)
    }

    @Test func `an attach waits for the core, but not for ever`() async throws {
        var patience = RemoteLink.Patience()
        patience.attach = .milliseconds(20)
        patience.sweep = .milliseconds(5)
        let link = RemoteLink.testing(.temporarySocket(), patience)
        await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await link.follow(as: LinkFollower(), from: { nil }, { _ in }) }
            await #expect(throws: RPCError.self) { try await link.attach(AttachRequest(user: 1)) }
            tasks.cancelAll()
        }
    }

    @Test func `an attach that was asked before there was a core is answered by it`() async throws {
        let address = String.temporarySocket()
        let link = RemoteLink.testing(address)
        let follower = LinkFollower()
        try await CoreHarness.run { harness in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await link.follow(as: follower, from: { nil }, { follower.hear($0) }) }
                let (answers, answered) = AsyncStream<Seq>.makeStream()
                link.attach(AttachRequest(user: 1)) { answer in
                    if case .success(let attachment) = answer { answered.yield(attachment.head) }
                    answered.finish()
                }
                try await harness.listening(at: address) {
                    var heads: [Seq] = []
                    for await head in answers { heads.append(head) }
                    #expect(heads == [harness.head])
                }
                tasks.cancelAll()
            }
        }
    }

    @Test func `an edge that does not read is cut off, and catches up`() async throws {
        let address = String.temporarySocket()
        try await CoreHarness.run { harness in
            let owner = try await harness.person("ada")
            let workspace = try await harness.workspace(of: owner)
            let channel = try await harness.channel(in: workspace, of: owner)
            try await harness.listening(at: address, outgoing: 256 * 1024) {
                let slow = try await RawEdge.connect(to: address)
                try await slow.say(#"{"v":1,"kind":"hello","body":{"edge":"slow","incarnation":1}}"#)
                #expect(await slow.read() != nil)
                try await slow.stopReading()
                let body = String(repeating: "x", count: 16_000)
                for _ in 1...120 {
                    _ = try await harness.call(MessageSend(channelID: channel, body: body), as: owner)
                }
                try await slow.ended()
                let link = RemoteLink.testing(address)
                let follower = LinkFollower()
                follower.position = Position(epoch: harness.core.position.epoch, seq: 3)
                try await link.followed(by: follower) {
                    let entries = try await link.entries(after: 3, limit: 50)
                    #expect(entries.map(\.seq) == Array(4...53))
                }
                #expect(follower.news.joined.first?.isContinuation == true)
            }
        }
    }

    @Test func `an edge that says nothing any more is given up, and its people are in grace`() async throws {
        let address = String.temporarySocket()
        let timing = LinkTiming(interval: .milliseconds(20), silence: .milliseconds(100))
        var settings = CoreSettings()
        settings.presenceGrace = .seconds(3600)
        try await CoreHarness.run(settings: settings) { harness in
            let ada = try await harness.person("ada")
            try await harness.listening(at: address, timing: timing) {
                // It answers nothing of itself, and so beats for nobody: as a process that was stopped. If it was given up
                // before it had said who it is, because the machine had much else to do, another one comes.
                repeat {
                    let stopped = try await RawEdge.connect(to: address)
                    try? await stopped.say(#"{"v":1,"kind":"hello","body":{"edge":"stopped","incarnation":1}}"#)
                    try? await stopped.say(
                        #"{"v":1,"kind":"report","body":{"user":\#(ada),"count":1,"isFarewell":false}}"#
                    )
                    try await stopped.ended()
                } while !harness.core.presence.isOnline(ada)
                while !harness.core.edges.all.isEmpty { await Task.yield() }
                #expect(harness.core.presence.isOnline(ada), "lost, and so in grace")
            }
        }
    }

    @Test func `a quiet link stays up`() async throws {
        let address = String.temporarySocket()
        let timing = LinkTiming(interval: .milliseconds(20), silence: .seconds(2))
        try await CoreHarness.run { harness in
            try await harness.listening(at: address, timing: timing) {
                let link = RemoteLink.testing(address, timing: timing)
                let follower = LinkFollower()
                try await link.followed(by: follower) {
                    // Two silences long; what is asked in the end is answered on the first connection.
                    try await Task.sleep(for: .seconds(4))
                    _ = try await link.presence(of: [])
                    #expect(follower.news.joined.count == 1 && follower.news.losses == 0)
                }
            }
        }
    }

    @Test func `R3-8: a frame that is not JSON is skipped, and the link goes on`() async throws {
        let address = String.temporarySocket()
        try await CoreHarness.run { harness in
            try await harness.listening(at: address) {
                let edge = try await RawEdge.connect(to: address)
                try await edge.say("{nonsense")
                try await edge.say(#"{"v":1,"kind":"unheard of","body":{}}"#)
                try await edge.say(#"{"v":1,"kind":"hello","later":[],"body":{"edge":"e","incarnation":1,"more":2}}"#)
                let answer = await edge.read()
                #expect(answer?.hasPrefix(#"{"v":1,"kind":"joined""#) == true)
            }
        }
    }

    @Test func `R3-30: an edge of a later version is told so and refused`() async throws {
        let address = String.temporarySocket()
        try await CoreHarness.run { harness in
            try await harness.listening(at: address) {
                let edge = try await RawEdge.connect(to: address)
                try await edge.say(#"{"v":2,"kind":"hello","body":{"edge":"e","incarnation":1}}"#)
                let answer = await edge.read()
                #expect(answer?.hasPrefix(#"{"v":1,"kind":"refused""#) == true)
                try await edge.ended()
            }
        }
    }

    @Test(arguments: [[0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff]] as [[UInt8]])
    func `R3-8: an illegal length ends the connection`(length: [UInt8]) async throws {
        let address = String.temporarySocket()
        try await CoreHarness.run { harness in
            try await harness.listening(at: address) {
                let edge = try await RawEdge.connect(to: address)
                try await edge.say(bytes: ByteBuffer(bytes: length))
                try await edge.ended()
            }
        }
    }

    @Test func `only its owner may use the socket`() async throws {
        let address = String.temporarySocket()
        try await CoreHarness.run { harness in
            try await harness.listening(at: address) {
                var status = stat()
                #expect(lstat(address, &status) == 0)
                #expect(status.st_mode & 0o777 == 0o600)
            }
            #expect(!FileManager.default.fileExists(atPath: address))
        }
    }

    @Test func `how people stand is known at the edge by the time it is told who they are`() async throws {
        let address = String.temporarySocket()
        try await CoreHarness.run { harness in
            let ada = try await harness.person("ada")
            _ = try await harness.call(AdminUserDisable(userID: ada), as: Caller.operatorID)
            try await harness.listening(at: address) {
                let link = RemoteLink.testing(address)
                #expect(link.standing(of: 999) != nil)
                try await link.followed(by: LinkFollower()) {
                    #expect(link.standing(of: ada)?.isDisabled == true)
                    #expect(link.standing(of: 999) == nil)
                    let account = try await link.resolve(issuer: "i", subject: "new", displayName: nil, provision: true)
                    #expect(link.standing(of: account.userID) != nil)
                    let session = SessionID(rawValue: "s")
                    try await link.signOut(session, of: ada, until: harness.now.advanced(by: .seconds(60)))
                    #expect(link.isSignedOut(session))
                    let offer = SignInOffer(issuer: "i", subject: "new", expiresAt: harness.now, sessionMilliseconds: 1)
                    try await link.keep(offer, under: [1, 2, 3])
                    #expect(try await link.take([1, 2, 3]) == offer)
                    #expect(try await link.take([1, 2, 3]) == nil)
                }
            }
        }
    }

    @Test func `the presence of an edge that is lost is lost`() async throws {
        let address = String.temporarySocket()
        var settings = CoreSettings()
        settings.presenceGrace = .zero
        try await CoreHarness.run(settings: settings) { harness in
            let ada = try await harness.person("ada")
            try await harness.listening(at: address) {
                let link = RemoteLink.testing(address)
                let follower = LinkFollower()
                try await link.followed(by: follower) {
                    link.report(ConnectionCount(user: ada, count: 1))
                    // What is asked after a report is answered after it.
                    _ = try await link.presence(of: [])
                    #expect(harness.core.presence.isOnline(ada))
                }
                while harness.core.presence.isOnline(ada) { await Task.yield() }
            }
        }
    }
}
