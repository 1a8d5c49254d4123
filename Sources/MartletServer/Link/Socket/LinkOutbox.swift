// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore
import Synchronization

/// What is on its way to the other end of a link, in the order in which it was handed over on any thread.
///
/// A burst wakes the loop once. News is bounded: a peer that does not read is cut off, and catches up when it comes back.
/// Answers are bounded by what is asked: see ``isCongested``.
final class LinkOutbox: CoreLine, EdgeLine {
    private struct State {
        var frames: [ByteBuffer] = []
        /// Bytes of news among them.
        var news = 0
        /// Bytes that the kernel has not taken.
        var pending = 0
        /// Bytes of news that the kernel has not taken.
        var pendingNews = 0
        var isScheduled = false
        var isCongested = false
        var isClosed = false
    }

    private let channel: any NIOCore.Channel
    private let limit: Int
    private let state = Mutex(State())

    init(_ channel: any NIOCore.Channel, limit: Int = 64 * 1024 * 1024) {
        self.channel = channel
        self.limit = limit
    }

    /// Whether so much is waiting that no more questions should be taken until it has gone.
    private var isCongested: Bool { self.state.withLock { $0.isCongested } }

    @discardableResult
    func send(_ message: EdgeMessage) -> Bool {
        guard let json = try? WireEncoder().encode(message) else { return false }
        return self.send(json: json)
    }

    @discardableResult
    func send(json: [UInt8]) -> Bool {
        guard let frame = LinkFrame.encode(json) else { return false }
        return self.send(frame: frame)
    }

    /// Hands over whole frames; too much news, and the peer is cut off.
    @discardableResult
    func send(frame: ByteBuffer, isNews: Bool = false) -> Bool {
        enum Next { case schedule, wait, cutOff, refuse }
        let next = self.state.withLock { state -> Next in
            guard !state.isClosed else { return .refuse }
            if isNews {
                guard state.pendingNews + frame.readableBytes <= self.limit else {
                    state.isClosed = true
                    return .cutOff
                }
                state.news += frame.readableBytes
                state.pendingNews += frame.readableBytes
            }
            state.frames.append(frame)
            state.pending += frame.readableBytes
            state.isCongested = state.isCongested || state.pending > self.limit / 4
            defer { state.isScheduled = true }
            return state.isScheduled ? .wait : .schedule
        }
        switch next {
        case .schedule: self.channel.eventLoop.execute { self.drain() }
        case .wait: break
        case .cutOff: self.channel.close(promise: nil)
        case .refuse: break
        }
        return next == .schedule || next == .wait
    }

    func close() {
        self.channel.eventLoop.execute {
            self.drain()
            self.state.withLock { $0.isClosed = true }
            self.channel.writeAndFlush(ByteBuffer()).whenComplete { _ in self.channel.close(promise: nil) }
        }
    }

    /// By connecting again.
    func joinAgain() { self.cut() }

    func cut() {
        self.state.withLock { $0.isClosed = true }
        self.channel.close(promise: nil)
    }

    /// Stops reading what the other end says until it has read what it was told: it reads slower than it asks.
    func pauseIfCongested() {
        guard self.isCongested else { return }
        // It may have emptied while reading was being paused.
        self.channel.setOption(ChannelOptions.autoRead, value: false).whenComplete { _ in self.proceedUnlessCongested()
        }
    }

    private func proceedUnlessCongested() {
        if !self.isCongested {
            self.channel.setOption(ChannelOptions.autoRead, value: true).whenComplete { _ in }
        }
    }

    private func drain() {
        let (frames, news) = self.state.withLock { state in
            state.isScheduled = false
            defer {
                state.frames = []
                state.news = 0
            }
            return (state.frames, state.news)
        }
        guard !frames.isEmpty else { return }
        var joined = frames[0]
        for frame in frames.dropFirst() { joined.writeImmutableBuffer(frame) }
        let size = joined.readableBytes
        self.channel.writeAndFlush(joined).whenComplete { _ in self.wrote(size, news: news) }
    }

    private func wrote(_ size: Int, news: Int) {
        let isRelieved = self.state.withLock { state in
            state.pending -= size
            state.pendingNews -= news
            guard state.isCongested, state.pending < self.limit / 8 else { return false }
            state.isCongested = false
            return true
        }
        if isRelieved { self.channel.setOption(ChannelOptions.autoRead, value: true).whenComplete { _ in } }
    }
}
