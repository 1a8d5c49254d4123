// SPDX-License-Identifier: Apache-2.0

package import NIOCore

/// How bytes leave a WebSocket.
///
/// To the socket itself wherever nothing in the pipeline changes what is sent; through the pipeline, which knows how to
/// wait, from the moment the kernel takes less than it is given until all of that has been sent.
extension WebSocketHandler {
    /// The way they take.
    enum Way: UInt8 {
        /// Through the pipeline, always.
        case pipeline
        /// Through the pipeline, until it has sent what it was given.
        case draining
        /// To the socket itself: the kernel takes nearly everything at once, and a send costs little else.
        case direct
    }

    /// Frames are joined to one send up to this many bytes.
    private static let joinedSize = 16 * 1024

    /// Appends bytes that are framed already to the outgoing buffer; ``flush()`` sends them.
    ///
    /// Does not look at ``isWritable``: a caller that writes on without looking fills the memory. Ignored once the
    /// socket closes.
    package func write(_ frames: ByteBuffer) {
        guard self.phase == .open else { return }
        guard self.way == .direct else {
            self.hasQueuedMore = true
            self.context?.write(Self.wrapOutboundOut(frames), promise: nil)
            return
        }
        if let held = self.held?.readableBytes, held + frames.readableBytes > Self.joinedSize { self.sendHeld() }
        guard self.way == .direct else { return self.write(frames) }
        if self.held == nil {
            self.held = frames
        } else {
            self.held?.writeImmutableBuffer(frames)
        }
    }

    /// Writes and flushes, unless the socket is not writable.
    ///
    /// For what goes to many: bytes that meet no others on their way are not even held.
    ///
    /// - Returns: Whether they were written.
    package func sendIfWritable(_ frames: ByteBuffer) -> Bool {
        guard self.isWritable else { return false }
        guard self.way == .direct, self.held == nil else {
            self.write(frames)
            self.flush()
            return true
        }
        self.sendNow(frames)
        return true
    }

    /// Sends what was written.
    package func flush() {
        guard self.way == .direct else {
            self.context?.flush()
            return
        }
        self.sendHeld()
    }

    /// Sends what was written, when all that one read has brought is handled; outside of a read at once.
    ///
    /// For answers: those to messages that came together leave together.
    package func flushAfterRead() {
        if self.isInRead {
            self.flushIsDue = true
        } else {
            self.flush()
        }
    }
}

// MARK: - Private detail

extension WebSocketHandler {
    private func sendHeld() {
        guard let bytes = self.held else { return }
        self.held = nil
        self.sendNow(bytes)
    }

    private func sendNow(_ bytes: ByteBuffer) {
        guard let sent = self.direct?.send(bytes), sent < bytes.readableBytes else { return }
        self.queueRest(of: bytes, after: sent)
    }

    private func queueRest(of bytes: ByteBuffer, after sent: Int) {
        guard let context = self.context else { return }
        self.queue(bytes.getSlice(at: bytes.readerIndex + sent, length: bytes.readableBytes - sent) ?? bytes, context)
        context.flush()
    }

    /// Hands bytes to the pipeline, and everything after them, until all of it has been sent.
    func queue(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard self.direct != nil else { return context.write(Self.wrapOutboundOut(bytes), promise: nil) }
        self.way = .draining
        self.hasQueuedMore = false
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenSuccess { self.drained(context) }
        context.write(Self.wrapOutboundOut(bytes), promise: sent)
    }

    private func drained(_ context: ChannelHandlerContext) {
        guard self.way == .draining, self.context != nil else { return }
        if self.hasQueuedMore {
            // Sent once all that was written meanwhile is.
            self.queue(ByteBuffer(), context)
            context.flush()
        } else {
            self.way = .direct
        }
    }
}
