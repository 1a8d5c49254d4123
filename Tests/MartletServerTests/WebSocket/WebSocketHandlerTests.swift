// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Testing

@testable import MartletServer

struct WebSocketHandlerTests {
    private func close(_ code: UInt16?, _ reason: String = "") -> [UInt8] {
        EmbeddedSocket.frame(ServerFrameWriter.close(code: code, reason: reason))
    }

    @Test
    func `messages reach the delegate in order, those of one read too`() throws {
        let peer = try EmbeddedSocket()
        try peer.receive(MaskedFrame.text("a"), MaskedFrame.binary([7]))
        try peer.receive(MaskedFrame.text("b"))
        #expect(peer.calls == [.opened, .text("a"), .binary([7]), .text("b")])
        #expect(peer.delegate.reads == 2)
    }

    @Test
    func `what the delegate writes leaves when it flushes`() throws {
        let peer = try EmbeddedSocket()
        peer.socket.write(ServerFrameWriter.text("a"))
        peer.socket.write(ServerFrameWriter.text("b"))
        #expect(try peer.sent() == [])
        peer.socket.flush()
        #expect(try peer.sent() == [0x81, 1, 0x61, 0x81, 1, 0x62])
    }

    @Test
    func `pings are answered without the delegate`() throws {
        let peer = try EmbeddedSocket()
        try peer.receive(MaskedFrame.ping([1, 2]), MaskedFrame.pong([3]), MaskedFrame.ping())
        #expect(try peer.sent() == [0x8A, 2, 1, 2, 0x8A, 0])
        #expect(peer.calls == [.opened])
        #expect(peer.delegate.reads == 1)
    }

    @Test
    func `a peer that pings and does not read is owed one pong, the latest`() throws {
        let peer = try EmbeddedSocket()
        peer.setWritable(false)
        #expect(!peer.socket.isWritable)
        for number in 0..<100 as Range<UInt8> {
            try peer.receive(MaskedFrame.ping([number]))
        }
        #expect(try peer.sent() == [])
        peer.setWritable(true)
        #expect(try peer.sent() == [0x8A, 1, 99])
        #expect(peer.calls == [.opened, .writable(false), .writable(true)])
    }

    @Test
    func `answers to what came together leave together`() throws {
        let peer = try EmbeddedSocket()
        peer.delegate.whenText = { socket in
            socket.write(ServerFrameWriter.text("x"))
            socket.flushAfterRead()
        }
        let bytes = ByteBuffer(bytes: MaskedFrame.text("a") + MaskedFrame.ping())
        peer.channel.pipeline.fireChannelRead(bytes)
        #expect(try peer.sent() == [])
        peer.channel.pipeline.fireChannelReadComplete()
        #expect(try peer.sent() == [0x81, 1, 0x78, 0x8A, 0])
        peer.socket.write(ServerFrameWriter.text("y"))
        peer.socket.flushAfterRead()
        #expect(try peer.sent() == [0x81, 1, 0x79])
    }

    // MARK: - The peer closes

    @Test(arguments: [nil, 1000, 1001, 4999] as [UInt16?])
    func `a close is answered in kind, and ends our side`(code: UInt16?) throws {
        let peer = try EmbeddedSocket()
        try peer.receive(MaskedFrame.close(code))
        #expect(try peer.sent() == self.close(code))
        #expect(peer.isOutputClosed)
        #expect(peer.calls == [.opened, .closed(.byPeer(code: code))])
    }

    @Test
    func `nothing after a close is heard or answered`() throws {
        let peer = try EmbeddedSocket()
        try peer.receive(MaskedFrame.close(1000), MaskedFrame.text("late"), MaskedFrame.ping())
        try peer.receive(MaskedFrame.text("later"))
        peer.socket.send(text: "too late")
        #expect(try peer.sent() == self.close(1000))
        #expect(peer.calls == [.opened, .closed(.byPeer(code: 1000))])
        #expect(!peer.socket.isWritable)
    }

    @Test
    func `a peer that does not hang up after closing is hung up on`() throws {
        let peer = try EmbeddedSocket()
        try peer.receive(MaskedFrame.close(1000))
        peer.pass(.seconds(4))
        #expect(peer.channel.isActive)
        peer.pass(.seconds(1))
        #expect(!peer.channel.isActive)
        #expect(peer.calls == [.opened, .closed(.byPeer(code: 1000))])
    }

    // MARK: - The peer breaks the protocol

    @Test
    func `a violation is answered with its code and ends our side`() throws {
        let peer = try EmbeddedSocket(limit: 10)
        try peer.receive(MaskedFrame.text("fine"), MaskedFrame.text("much too long"), MaskedFrame.text("unheard"))
        #expect(try peer.sent() == self.close(1009, "a message has at most 10 bytes"))
        #expect(peer.isOutputClosed)
        #expect(peer.calls == [.opened, .text("fine"), .closed(.violation(code: 1009))])
        peer.pass(.seconds(5))
        #expect(!peer.channel.isActive)
    }

    // MARK: - The delegate closes

    @Test
    func `closing sends the frame once and waits for the peer's`() throws {
        let peer = try EmbeddedSocket()
        peer.socket.write(ServerFrameWriter.text("last"))
        peer.socket.close(code: 3101, reason: "fell behind")
        peer.socket.close(code: 4001, reason: "again")
        #expect(
            try peer.sent() == EmbeddedSocket.frame(ServerFrameWriter.text("last")) + self.close(3101, "fell behind")
        )
        #expect(!peer.isOutputClosed)
        #expect(!peer.socket.isOpen)
        try peer.receive(MaskedFrame.text("crossed"), MaskedFrame.ping(), MaskedFrame.close(3101))
        #expect(try peer.sent() == [])
        #expect(peer.isOutputClosed)
        #expect(peer.calls == [.opened, .closed(.byServer(code: 3101))])
    }

    @Test
    func `a peer that does not answer our close is cut off`() throws {
        let peer = try EmbeddedSocket()
        peer.socket.close(code: 1001)
        peer.pass(.milliseconds(4_999))
        #expect(peer.channel.isActive)
        peer.pass(.milliseconds(1))
        #expect(!peer.channel.isActive)
        #expect(peer.calls == [.opened, .closed(.byServer(code: 1001))])
    }

    @Test
    func `a delegate may close while it is being called`() throws {
        let peer = try EmbeddedSocket()
        peer.delegate.whenText = { $0.close(code: 4003) }
        try peer.receive(MaskedFrame.text("first"), MaskedFrame.text("second"), MaskedFrame.binary([1]))
        #expect(peer.calls == [.opened, .text("first")])
        #expect(try peer.sent() == self.close(4003))
    }

    @Test
    func `a delegate may cut the connection while it is being called`() throws {
        let peer = try EmbeddedSocket()
        peer.delegate.whenText = { $0.abort() }
        try peer.receive(MaskedFrame.text("first"), MaskedFrame.text("second"))
        #expect(peer.calls == [.opened, .text("first"), .closed(.lost)])
    }

    @Test
    func `garbage in answer to our close ends it as our close`() throws {
        let peer = try EmbeddedSocket()
        peer.socket.close(code: 3100)
        try peer.receive([0xFF, 0xFF])
        #expect(peer.calls == [.opened, .closed(.byServer(code: 3100))])
        #expect(peer.isOutputClosed)
    }

    // MARK: - The connection ends

    @Test
    func `a connection that just ends is lost`() throws {
        let peer = try EmbeddedSocket()
        try peer.receive(Array(MaskedFrame.text("half").dropLast()))
        try peer.channel.close().wait()
        #expect(peer.calls == [.opened, .closed(.lost)])
    }

    @Test
    func `a connection that ends while closing was closed by us`() throws {
        let peer = try EmbeddedSocket()
        peer.socket.close(code: 1012)
        try peer.channel.close().wait()
        peer.pass(.seconds(60))
        #expect(peer.calls == [.opened, .closed(.byServer(code: 1012))])
    }

    @Test
    func `an error of the channel ends it`() throws {
        let peer = try EmbeddedSocket()
        peer.channel.pipeline.fireErrorCaught(ChannelError.badMulticastGroupAddressFamily)
        #expect(!peer.channel.isActive)
        #expect(peer.calls == [.opened, .closed(.lost)])
    }

    @Test
    func `a half-closed connection is closed whole`() throws {
        let peer = try EmbeddedSocket()
        peer.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(!peer.channel.isActive)
    }

    // MARK: - Shutting down

    @Test
    func `the delegate is told of a shutdown, and nothing is closed for it`() throws {
        let peer = try EmbeddedSocket()
        peer.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(peer.calls == [.opened, .quiescing])
        #expect(peer.socket.isOpen)
        peer.socket.close(code: 1001)
        peer.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        #expect(peer.calls == [.opened, .quiescing])
    }

    // MARK: - What it keeps

    @Test
    func `a socket and its delegate are let go when the connection has ended`() throws {
        weak var socket: WebSocketHandler?
        weak var delegate: SocketRecorder?
        do {
            let peer = try EmbeddedSocket()
            (socket, delegate) = (peer.socket, peer.delegate)
            try peer.receive(MaskedFrame.close(1000))
            try peer.channel.close().wait()
            peer.channel.embeddedEventLoop.run()
        }
        #expect(socket == nil)
        #expect(delegate == nil)
    }

    @Test
    func `an idle socket is small`() throws {
        // Ten thousand of them share a process: each byte here is ten KiB there.
        #expect(MemoryLayout<FrameParser>.size <= 40)
    }
}
