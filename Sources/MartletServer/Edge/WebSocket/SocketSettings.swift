// SPDX-License-Identifier: Apache-2.0

package import NIOCore

/// The sizes and times of the connections themselves, whatever they carry.
package struct SocketSettings: Sendable {
    /// How long a connection may take from its first byte's absence to a whole first request.
    package var handshakeTimeout: TimeAmount = .seconds(10)
    /// How long a peer may take to answer a close frame, or to hang up after an error.
    package var closeTimeout: TimeAmount = .seconds(5)
    /// How long a kept-alive HTTP connection may rest between requests.
    package var idleTimeout: TimeAmount = .seconds(75)
    /// How long what is under way may take to its end once the server goes away; then it is cut off.
    package var farewellTimeout: TimeAmount = .seconds(10)
    /// Read at most this much at a time from a WebSocket, which keeps such a buffer: most handshakes are one read, and
    /// what rests costs little.
    package var receiveBufferSize = 512
    /// Above this many unsent bytes a socket is not writable.
    package var highWatermark = 64 * 1024
    /// A socket that was not writable is so again below this many unsent bytes.
    package var lowWatermark = 32 * 1024
    /// The longest request line and headers of a request together.
    package var maximumHeaderSize = 32 * 1024
    /// The most header fields of a request.
    package var maximumHeaderCount = 100

    /// Whether frames may go to the socket past the pipeline: not where something, such as TLS, changes them.
    var sendsDirectly = true

    package init() {}

    /// Makes a channel frugal, before its first read: what it reads into then, it keeps for good.
    func applyToConnection(_ channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        try options.setOption(.recvAllocator, value: self.allocator)
        // One read at a time keeps no second buffer while the decoder still holds the first.
        try options.setOption(.maxMessagesPerRead, value: 1)
        try options.setOption(.allowRemoteHalfClosure, value: true)
    }

    /// Makes a channel one that carries requests and uploads.
    func applyToRequests(_ channel: any Channel) throws {
        guard let options = channel.syncOptions else { return }
        try options.setOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator())
        try options.setOption(.maxMessagesPerRead, value: 4)
    }

    /// Makes a channel a WebSocket's, which treats the peer's end as its own.
    ///
    /// One that is fresh has carried no request but this, and was never told not to read.
    func applyToSocket(_ channel: any Channel, isFresh: Bool) throws {
        guard let options = channel.syncOptions else { return }
        try options.setOption(.maxMessagesPerRead, value: 4)
        try options.setOption(.writeBufferWaterMark, value: .init(low: self.lowWatermark, high: self.highWatermark))
        try options.setOption(.allowRemoteHalfClosure, value: false)
        guard !isFresh else { return }
        try options.setOption(.recvAllocator, value: self.allocator)
        try options.setOption(.autoRead, value: true)
    }

    private var allocator: FixedSizeRecvByteBufferAllocator {
        FixedSizeRecvByteBufferAllocator(capacity: self.receiveBufferSize)
    }
}
