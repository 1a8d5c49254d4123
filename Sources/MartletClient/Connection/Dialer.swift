// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// Opens WebSockets to one server over the network.
struct Dialer: SocketDialer {
    /// The largest frame that is read: far above an event's limit, since answers to calls come the same way.
    private static let frameLimit = 16 * 1024 * 1024
    private static let patience = TimeAmount.seconds(10)

    let address: ServerAddress
    let tls: TLSTrust?

    /// The wall clock, from which an answer's dates count.
    let date: @Sendable () -> Timestamp

    func dial(_ path: String, headers: [(name: String, value: String)]) async throws(DialFailure) -> DialOutcome {
        let dialling = Dialling()
        do {
            return try await withTaskCancellationHandler {
                let upgrade = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                    .connectTimeout(Self.patience)
                    .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                    .connect(host: self.address.host, port: self.address.port) { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try dialling.began(channel)
                            return try self.prepare(channel, path, headers)
                        }
                    }
                return try await upgrade.get()
            } onCancel: {
                dialling.cancel()
            }
        } catch {
            throw DialFailure(error)
        }
    }

    private func prepare(
        _ channel: any NIOCore.Channel,
        _ path: String,
        _ headers: [(name: String, value: String)]
    ) throws -> EventLoopFuture<DialOutcome> {
        let pipeline = channel.pipeline.syncOperations
        if let tls = self.tls { try pipeline.addHandler(self.tlsHandler(tls)) }
        let encoder = HTTPRequestEncoder()
        let decoder = ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes))
        let answer = AnswerRecorder(date: self.date)
        let upgrade = NIOTypedHTTPClientUpgradeHandler<DialOutcome>(
            httpHandlers: [encoder, decoder, answer],
            upgradeConfiguration: .init(
                upgradeRequestHead: self.request(path, headers),
                upgraders: [self.upgrader],
                notUpgradingCompletionHandler: { channel in
                    channel.close(promise: nil)
                    return channel.eventLoop.makeSucceededFuture(
                        .refused(status: answer.head.status, retryAfter: answer.head.retryAfter)
                    )
                }
            )
        )
        try pipeline.addHandlers([encoder, decoder, answer, upgrade])
        let future = upgrade.upgradeResultFuture
        // A server that accepts and never answers must not be waited for.
        let deadline = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        future.whenComplete { _ in deadline.cancel() }
        return future
    }

    private func tlsHandler(_ tls: TLSTrust) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: self.address.host, port: 0)) != nil
        return try NIOSSLClientHandler(context: tls.context, serverHostname: isAddress ? nil : self.address.host)
    }

    private func request(_ path: String, _ headers: [(name: String, value: String)]) -> HTTPRequestHead {
        var fields = HTTPHeaders([("Host", self.address.authority), ("Sec-WebSocket-Protocol", "martlet.v1")])
        for header in headers { fields.add(name: header.name, value: header.value) }
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: self.address.base + path, headers: fields)
    }

    private var upgrader: NIOTypedWebSocketClientUpgrader<DialOutcome> {
        NIOTypedWebSocketClientUpgrader(maxFrameSize: Self.frameLimit, enableAutomaticErrorHandling: false) {
            channel,
            _ in
            channel.eventLoop.makeCompletedFuture {
                let inflow = Inflow()
                try channel.pipeline.syncOperations.addHandlers([
                    NIOWebSocketFrameAggregator(
                        minNonFinalFragmentSize: 0,
                        maxAccumulatedFrameCount: 4096,
                        maxAccumulatedFrameSize: Self.frameLimit
                    ),
                    SocketHandler(inflow: inflow),
                ])
                return .open(Socket(ChannelLine(channel: channel), inflow: inflow))
            }
        }
    }
}
