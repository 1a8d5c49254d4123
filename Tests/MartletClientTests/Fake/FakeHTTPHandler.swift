// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// Answers what is not upgraded: calls as the script says, and refusals.
final class FakeHTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart

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
            if let refusal = self.refusal { return self.say(refusal.status, refusal.headers, "", to: context.channel) }
            let (script, channel, body, head) = (self.script, context.channel, self.body, self.head)
            let answer = channel.eventLoop.makeFutureWithTask { await script.answer(to: body, head) }
            answer.assumeIsolated().whenSuccess { status, text in
                var headers = script.headers
                headers.add(name: "Content-Type", value: "application/json")
                self.say(status, headers, text, to: channel)
            }
        }
    }

    private func say(_ status: HTTPResponseStatus, _ headers: HTTPHeaders, _ text: String, to channel: any Channel) {
        var headers = headers
        headers.replaceOrAdd(name: "Content-Length", value: "\(text.utf8.count)")
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))), promise: nil)
        channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
    }
}
