// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import MartletServer

/// What the gate does as time passes; over loopback it is tested with the server.
struct UpgradeGateTests {
    private let channel = EmbeddedChannel()
    private let loop: SocketLoop
    private let admission = HandshakeAdmission(limit: 1)

    init() {
        self.loop = SocketLoop(eventLoop: self.channel.embeddedEventLoop)
    }

    private func open(_ answer: UpgradeDecision.Answer = .now(.notAnUpgrade)) throws {
        let connection = IncomingConnection(channel: self.channel, loop: self.loop, admission: self.admission)
        let gate = UpgradeGate(connection: connection, decide: { _, _ in answer }, addRouter: { _ in })
        let reader = FirstRequestReader(settings: SocketSettings(), gate: gate) {
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
        }
        gate.front = reader
        try self.channel.pipeline.syncOperations.addHandlers(reader, gate)
        try self.channel.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func receive(_ text: String) throws {
        try self.channel.writeInbound(ByteBuffer(string: text))
    }

    private func sent() throws -> String {
        try self.channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0) } ?? ""
    }

    private func pass(_ time: TimeAmount) {
        self.channel.embeddedEventLoop.advanceTime(by: time)
    }

    @Test(arguments: ["", "GET / HT", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nA: b"])
    func `ten seconds are enough for a first request, and five more to hang up`(beginning: String) throws {
        try self.open()
        self.pass(.seconds(5))
        try self.receive(beginning)
        self.pass(.milliseconds(4_999))
        #expect(try self.sent() == "")
        self.pass(.milliseconds(1))
        #expect(try self.sent().hasPrefix("HTTP/1.1 408 "))
        #expect(self.admission.admit(nil) != nil)
        self.pass(.seconds(5))
        #expect(!self.channel.isActive)
    }

    @Test
    func `a first request in time has all the time for its answer`() throws {
        try self.open()
        self.pass(.seconds(9))
        try self.receive("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.pass(.hours(1))
        #expect(self.channel.isActive)
        #expect(self.admission.admit(nil) != nil)
        try self.channel.close().wait()
    }

    @Test
    func `a decision has as long as a first request`() throws {
        let decision = self.channel.eventLoop.makePromise(of: UpgradeDecision.self)
        try self.open(.later(decision.futureResult))
        try self.receive(RawPeer.upgradeRequest("/ws"))
        self.pass(.milliseconds(9_999))
        #expect(try self.sent() == "")
        #expect(self.admission.admit(nil) == nil, "it has not said who it is")
        self.pass(.milliseconds(1))
        #expect(try self.sent().hasPrefix("HTTP/1.1 503 "))
        decision.succeed(.notAnUpgrade)
        #expect(try self.sent() == "")
    }

    @Test
    func `a connection that ends while the decision is taken is forgotten`() throws {
        let decision = self.channel.eventLoop.makePromise(of: UpgradeDecision.self)
        try self.open(.later(decision.futureResult))
        try self.receive(RawPeer.upgradeRequest("/ws"))
        try self.channel.close().wait()
        decision.succeed(.acceptAndClose(code: 4001, reason: ""))
        #expect(try self.sent() == "")
        #expect(self.admission.admit(nil) != nil)
    }

    @Test
    func `a server that shuts down does not wait for a first request`() throws {
        try self.open()
        let gone = self.channel.eventLoop.makePromise(of: Void.self)
        self.loop.quiesce(gone)
        #expect(!self.channel.isActive)
        try gone.futureResult.wait()
    }

    @Test
    func `too many connections are answered 503 before they say anything`() throws {
        let place = self.admission.admit(nil)
        try self.open()
        #expect(place != nil)
        #expect(try self.sent().hasPrefix("HTTP/1.1 503 "))
    }
}
