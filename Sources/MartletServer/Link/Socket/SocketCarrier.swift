// SPDX-License-Identifier: Apache-2.0

package import Logging
package import MartletRules
import MartletWire
package import NIOCore
import NIOPosix

/// Carries a link over a Unix socket to the one core on this machine.
package struct SocketCarrier: LinkCarrier {
    package let mark: String? = nil
    private let path: String
    private let identity: EdgeIdentity
    private let eventLoop: any EventLoop
    private let timing: LinkTiming
    private let logger: Logger

    package init(
        to path: String,
        as identity: EdgeIdentity,
        eventLoop: any EventLoop,
        timing: LinkTiming = LinkTiming(),
        logger: Logger
    ) {
        self.path = path
        self.identity = identity
        self.eventLoop = eventLoop
        self.timing = timing
        self.logger = logger
    }

    package func connect(for link: RemoteLink) async throws {
        let channel = try await ClientBootstrap(group: self.eventLoop)
            .channelOption(.maxMessagesPerRead, value: 16)
            .channelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 65_536, maximum: 1_048_576)
            )
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(self.handler(of: channel, for: link))
                }
            }
            .connect(unixDomainSocketPath: self.path)
            .get()
        try await withTaskCancellationHandler {
            guard try await EventsSocket.isOwn(channel).get() else {
                self.logger.error("the events socket belongs to another user")
                channel.close(promise: nil)
                return
            }
            let hello = LinkHello(
                edge: self.identity.name,
                incarnation: self.identity.incarnation,
                from: link.position
            )
            LinkOutbox(channel).send(EdgeMessage.hello(hello))
            try await channel.closeFuture.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private func handler(of channel: any NIOCore.Channel, for link: RemoteLink) -> LinkChannelHandler {
        let outbox = LinkOutbox(channel)
        return LinkChannelHandler(
            timing: self.timing,
            beat: { EdgeMessage.beat },
            received: { frames in self.received(frames, over: outbox, for: link) },
            faulted: { fault in
                self.logger.error("the core's frames cannot be read", metadata: [LogKey.reason: "\(fault.reason)"])
            },
            silenced: { self.logger.warning("the core says nothing") },
            ended: {}
        )
    }

    private func received(_ frames: [[UInt8]], over outbox: LinkOutbox, for link: RemoteLink) {
        // Entries that came together are handed on together.
        var entries: [LogEntry] = []
        var term: Epoch?
        func handOn() {
            if !entries.isEmpty { link.hear(.entries(entries, in: term)) }
            entries = []
        }
        for frame in frames {
            do {
                let message = try WireDecoder().decode(CoreMessage.self, from: frame)
                if case .entry(let envelope) = message {
                    if envelope.epoch != term { handOn() }
                    term = envelope.epoch
                    entries.append(envelope.entry)
                    continue
                }
                handOn()
                link.received(message, over: outbox)
            } catch let error as LinkVersion.Unknown {
                self.logger.error("the core is of another version", metadata: [LogKey.version: "\(error.version)"])
                outbox.cut()
                return
            } catch {
                link.metrics.failed(.link)
            }
        }
        handOn()
    }
}
