// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// Answers what is not upgraded: calls as the script says, and refusals.
final class FakeHTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let script: FakeScript
    private var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
    private var body = ""
    private var refusal: (status: HTTPResponseStatus, headers: HTTPHeaders)?

    init(script: FakeScript) {
        self.script = script
    }

    /// Refuses the upgrade that is being asked for.
    func refuse(_ status: HTTPResponseStatus, _ headers: HTTPHeaders) {
        self.refusal = (status, headers)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            self.body = ""
        case .body(let bytes):
            self.body += String(buffer: bytes)
        case .end:
            let (status, text) = self.refusal.map { ($0.status, "") } ?? self.script.answer(to: self.body, self.head)
            var headers = self.refusal?.headers ?? ["Content-Type": "application/json"]
            headers.replaceOrAdd(name: "Content-Length", value: "\(text.utf8.count)")
            let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
            context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
