// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOEmbedded
import Testing

@testable import MartletServer

struct EchoDelegateTests {
    @Test
    func `messages come back whole, whatever pieces they came in`() throws {
        let channel = EmbeddedChannel()
        let loop = SocketLoop(eventLoop: channel.embeddedEventLoop)
        let socket = WebSocketHandler(loop: loop, maximumMessageSize: 100, delegate: EchoDelegate())
        try channel.pipeline.syncOperations.addHandler(socket)
        try channel.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).wait()
        socket.open()
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer())
        try channel.writeInbound(
            ByteBuffer(bytes: MaskedFrame.text("one ", isFinal: false) + MaskedFrame.more([0x32], isFinal: true))
        )
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ServerFrameWriter.text("one 2"))
        try channel.writeInbound(ByteBuffer(bytes: MaskedFrame.binary([])))
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ServerFrameWriter.binary(ByteBuffer()))
        try channel.close().wait()
    }
}
