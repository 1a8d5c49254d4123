// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import NIOSSL

/// Gives each accepted connection the handlers that it needs first.
struct Acceptor: Sendable {
    private let configuration: HTTPServerConfiguration
    private let decide: UpgradeDecision.Decider
    private let http1: HTTP1Channel
    private let http2: HTTP2Channel
    private let logger: Logger
    private let requests: HandOff<@Sendable () async -> Void>

    init(
        configuration: HTTPServerConfiguration,
        responder: @escaping HTTPServer.Responder,
        decide: @escaping UpgradeDecision.Decider,
        logger: Logger,
        requests: HandOff<@Sendable () async -> Void>
    ) {
        let idle = Duration(configuration.sockets.idleTimeout)
        self.configuration = configuration
        self.decide = decide
        self.http1 = HTTP1Channel(responder: responder)
        self.http2 = HTTP2Channel(responder: responder, configuration: .init(idleTimeout: idle))
        self.logger = logger
        self.requests = requests
    }

    func setUp(_ channel: any Channel, on loop: SocketLoop) throws {
        try self.configuration.sockets.applyToConnection(channel)
        let connection = IncomingConnection(channel: channel, loop: loop, admission: self.configuration.handshakes)
        guard let tls = self.configuration.tls else {
            return try self.speakHTTP1(connection)
        }
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
        let negotiation = ProtocolNegotiation(connection: connection) { negotiated in
            if negotiated == "h2" {
                try self.speakHTTP2(connection)
            } else {
                try self.speakHTTP1(connection)
            }
        }
        try channel.pipeline.syncOperations.addHandler(negotiation)
    }

    private func speakHTTP1(_ connection: IncomingConnection) throws {
        let settings = self.configuration.sockets
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = settings.maximumHeaderSize
        limits.maxHeaderListSize = settings.maximumHeaderSize
        limits.maxHeaderFieldCount = settings.maximumHeaderCount
        let gate = UpgradeGate(connection: connection, decide: self.decide) { channel in
            try self.addRouter(to: channel)
        }
        let reader = FirstRequestReader(settings: settings, gate: gate) { [limits, settings] in
            ByteToMessageHandler(
                HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits),
                maximumBufferSize: 4 * settings.maximumHeaderSize
            )
        }
        gate.front = reader
        try connection.channel.pipeline.syncOperations.addHandlers(reader, gate)
    }

    private func addRouter(to channel: any Channel) throws {
        let operations = channel.pipeline.syncOperations
        let idle = Duration(self.configuration.sockets.idleTimeout)
        try operations.addHandler(HTTP1ToHTTPServerCodec(secure: self.configuration.tls != nil))
        try operations.addHandler(HTTPConnectionStateHandler(idleTimeout: idle, logger: self.logger))
        let requests = try HTTP1Channel.Value(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true)
        )
        self.requests.offer { await self.http1.handle(value: requests, logger: self.logger) }
    }

    private func speakHTTP2(_ connection: IncomingConnection) throws {
        connection.settled()
        let channel = connection.channel
        try self.configuration.sockets.applyToRequests(channel)
        channel.closeFuture.assumeIsolated().whenComplete { _ in connection.ended() }
        self.http2.setup(channel: channel, logger: self.logger).whenComplete { result in
            switch result {
            case .success(let streams):
                self.requests.offer { await self.http2.handle(value: streams, logger: self.logger) }
            case .failure:
                channel.close(promise: nil)
            }
        }
    }
}
