// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore
import NIOPosix

/// Many connections to one server, on one event loop that does as little for a frame as can be counted.
///
/// Confined to its loop; ``Load`` is its face to everyone else.
final class LoadField {
    /// How many handshakes run at once.
    private static let handshakes = 128

    /// Where the server is, as requests name it.
    let host: String
    /// Everyone who is connected, or was.
    private(set) var sockets: [LoadSocket] = []
    /// How many messages were delivered in the phase.
    private(set) var delivered = 0
    /// How many calls were made in the phase.
    var asked = 0
    /// How many calls were answered in the phase.
    private(set) var answers = 0
    /// From when a message was sent until it was heard.
    private(set) var sendLatencies = Latencies()
    /// From the first sign that a message was committed until it was heard.
    private(set) var latencies = Latencies()
    /// From when a message was sent until its sender knew it to be durable.
    private(set) var replyLatencies = Latencies()
    /// Told whenever something was counted.
    var onProgress: (() -> Void)?
    /// What went wrong in the phase; what was heard is counted by each socket.
    private var outcome = Outcome(expected: 0)
    /// What the sockets had counted when the phase began.
    private var before = Outcome(expected: 0)
    private let eventLoop: any EventLoop
    private let port: Int
    private let sources: SourceAddresses
    /// How many were connected last, and to how many of them the server has said hello.
    private var (called, ready) = (0, 0)
    /// When the first sign of each message of the phase was seen; zero before.
    private var signs: [UInt64] = []
    private var queue: ArraySlice<LoadSocket> = []
    private var dialling = 0
    private var goal: (isReached: () -> Bool, promise: EventLoopPromise<Void>)?

    init(port: Int, connections: Int, on eventLoop: any EventLoop) {
        self.port = port
        self.host = "127.0.0.1:\(port)"
        self.sources = SourceAddresses(connections: connections)
        self.eventLoop = eventLoop
    }

    /// Adds people, not yet connected.
    func add(_ users: [UserID], isListening: Bool) -> [LoadSocket] {
        let added = users.map { LoadSocket($0, isListening: isListening, in: self) }
        self.sockets += added
        return added
    }

    /// Begins to count anew.
    /// - Parameter messages: How many will be sent.
    func beginPhase(messages: Int) {
        self.outcome = Outcome(expected: 0)
        self.before = Outcome(expected: 0)
        self.before = self.outcome(expecting: 0)
        (self.delivered, self.asked, self.answers) = (0, 0, 0)
        (self.sendLatencies, self.latencies, self.replyLatencies) = (Latencies(), Latencies(), Latencies())
        self.signs = Array(repeating: 0, count: messages)
    }

    /// Connects sockets, some at a time; done when the server has said hello to all.
    ///
    /// - Parameters:
    ///   - sockets: Which.
    ///   - isReturning: Whether they go on from where they stand.
    func connect(_ sockets: [LoadSocket], isReturning: Bool) {
        for socket in sockets { socket.prepare(isReturning: isReturning) }
        self.queue = sockets[...]
        (self.called, self.ready) = (sockets.count, 0)
        self.dialMore()
    }

    /// Whether the server has said hello to everyone who was connected last.
    var isReady: Bool { self.ready == self.called }

    /// Whether somebody came back and could not resume: what they are owed will not come.
    var hasResynced: Bool { self.outcome.resynced > 0 }

    /// A future that succeeds as soon as something is so, and in any case when time is up or a connection was lost.
    func until(within patience: TimeAmount, _ isReached: @escaping () -> Bool) -> EventLoopFuture<Void> {
        let promise = self.eventLoop.makePromise(of: Void.self)
        self.goal = (isReached, promise)
        let end = self.eventLoop.assumeIsolated().scheduleTask(in: patience) { promise.succeed() }
        promise.futureResult.assumeIsolated().whenComplete { _ in end.cancel() }
        self.progressed()
        return promise.futureResult
    }

    /// Does something later.
    func schedule(at deadline: NIODeadline, _ body: @escaping () -> Void) {
        self.eventLoop.assumeIsolated().scheduleTask(deadline: deadline, body)
    }

    /// What the phase has come to, held against what it should.
    func outcome(expecting expected: Int) -> Outcome {
        var outcome = self.outcome
        outcome.expected = expected
        outcome.absent = max(0, self.called - self.ready)
        outcome.unanswered = max(0, self.asked - self.answers)
        for socket in self.sockets {
            outcome.received += socket.check.received
            outcome.gaps += socket.check.gaps
            outcome.duplicates += socket.check.duplicates
        }
        outcome.received -= self.before.received
        outcome.gaps -= self.before.gaps
        outcome.duplicates -= self.before.duplicates
        return outcome
    }

    // MARK: - What sockets tell

    func greeted(isResync: Bool) {
        self.ready += 1
        if isResync { self.outcome.resynced += 1 }
        self.dialling -= 1
        self.dialMore()
    }

    func delivered(_ mark: MessageMark, at now: UInt64) {
        self.delivered += 1
        self.note(mark, at: now)
        guard self.signs.indices.contains(mark.index) else { return }
        self.sendLatencies.record(nanoseconds: now &- mark.sentAt)
        self.latencies.record(nanoseconds: now - self.signs[mark.index])
    }

    func answered(isError: Bool, _ mark: MessageMark?, at now: UInt64) {
        self.answers += 1
        if isError { self.outcome.refused += 1 }
        guard let mark else { return }
        self.note(mark, at: now)
        self.replyLatencies.record(nanoseconds: now &- mark.sentAt)
    }

    func ended(_ socket: LoadSocket, isExpected: Bool) {
        guard !isExpected else { return }
        self.outcome.lost += 1
        self.progressed()
    }

    /// Looks whether what is waited for is so.
    func progressed() {
        self.onProgress?()
        guard let goal = self.goal, self.outcome.lost > 0 || goal.isReached() else { return }
        self.goal = nil
        goal.promise.succeed()
    }

    // MARK: - Inside

    private func note(_ mark: MessageMark, at now: UInt64) {
        guard self.signs.indices.contains(mark.index), self.signs[mark.index] == 0 else { return }
        self.signs[mark.index] = now
    }

    private func dialMore() {
        while self.dialling < Self.handshakes, let socket = self.queue.popFirst() {
            self.dialling += 1
            self.dial(socket, from: self.sources.address(of: self.queue.startIndex))
        }
    }

    private func dial(_ socket: LoadSocket, from source: String?) {
        let bound = NIOLoopBound(socket, eventLoop: self.eventLoop)
        var bootstrap = ClientBootstrap(group: self.eventLoop)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 8192))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(bound.value) }
            }
        if let source, let address = try? SocketAddress(ipAddress: source, port: 0) {
            bootstrap = bootstrap.bind(to: address)
        }
        bootstrap.connect(host: "127.0.0.1", port: self.port).assumeIsolated().whenFailure { _ in
            self.outcome.lost += 1
            self.progressed()
        }
    }
}
