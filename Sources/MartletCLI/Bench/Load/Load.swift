// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore
import NIOPosix

/// The clients of a bench: many connections on a thread of their own, asked to do one thing after another.
final class Load: Sendable {
    /// Some of the connections, in the order in which they were added.
    typealias Group = Range<Int>

    /// How long after the last expected delivery one too many would still be seen.
    private static let linger = Duration.milliseconds(200)

    private let eventLoop: any EventLoop
    private let field: NIOLoopBound<LoadField>
    private let talkers: NIOLoopBoundBox<[Talker]>
    private let meter: ProcessMeter

    /// Prepares connections to a port of this machine.
    init(port: Int, connections: Int, meter: ProcessMeter) async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        self.eventLoop = eventLoop
        self.meter = meter
        self.field = try await eventLoop.submit {
            NIOLoopBound(LoadField(port: port, connections: connections, on: eventLoop), eventLoop: eventLoop)
        }.get()
        self.talkers = .makeBoxSendingValue([], eventLoop: eventLoop)
    }

    /// Adds people.
    func add(_ users: [UserID], isListening: Bool) async throws -> Group {
        try await self.onLoop { field in
            let start = field.sockets.count
            return start..<start + field.add(users, isListening: isListening).count
        }
    }

    /// Lets a person speak: each call adds a voice, in some channels by turns.
    func addTalker(_ person: Int, to channels: [ChannelID], size: Int) async throws {
        let talkers = self.talkers
        try await self.onLoop { field in
            talkers.value.append(Talker(on: field.sockets[person], to: channels, size: size))
        }
    }

    /// Lets every voice count from 1 again, for listeners who have heard none of it.
    func restartTalkers() async throws {
        let talkers = self.talkers
        try await self.onLoop { _ in
            for talker in talkers.value { talker.restart() }
        }
    }

    /// Connects people and waits until the server has said hello to all of them.
    /// - Parameters:
    ///   - group: Who.
    ///   - replaying: How many events each is owed, if they go on from where they stand.
    /// - Returns: What that came to.
    /// - Throws: A failure if the server's process cannot be read.
    func connect(_ group: Group, replaying: Int? = nil) async throws -> Phase {
        let total = (replaying ?? 0) * group.count
        return try await self.phase { field in
            field.beginPhase(messages: 0)
            field.connect(Array(field.sockets[group]), isReturning: replaying != nil)
            return field.until(within: .seconds(180)) {
                field.isReady && (field.delivered >= total || field.hasResynced)
            }
            .map { _ in (sent: 0, expected: total) }
        }
    }

    /// Cuts connections off.
    func drop(_ group: Group) async throws {
        try await self.onLoop { field in
            for socket in field.sockets[group] { socket.drop() }
        }
    }

    /// Cuts everyone off.
    func dropEveryone() async throws {
        try await self.onLoop { field in
            for socket in field.sockets { socket.drop() }
        }
    }

    /// Sends messages, and waits until each has been heard by so many and all calls are answered.
    func speak(at pace: Pace, to listeners: Int) async throws -> Phase {
        let talkers = self.talkers
        return try await self.phase { field in
            field.speak(talkers.value, at: pace, to: listeners).map { (sent: $0, expected: $0 * listeners) }
        }
    }

    // MARK: - Inside

    private func phase(
        _ body: @escaping @Sendable (LoadField) -> EventLoopFuture<(sent: Int, expected: Int)>
    ) async throws -> Phase {
        let field = self.field
        let before = try self.meter.processorNanoseconds()
        let start = ContinuousClock.now
        let done = try await self.eventLoop.flatSubmit { body(field.value) }.get()
        let duration = ContinuousClock.now - start
        let after = try self.meter.processorNanoseconds()
        try await Task.sleep(for: Self.linger)
        return try await self.onLoop { field in
            Phase(
                sent: done.sent,
                outcome: field.outcome(expecting: done.expected),
                duration: duration,
                serverNanoseconds: after - before,
                sendLatencies: field.sendLatencies,
                latencies: field.latencies,
                replyLatencies: field.replyLatencies
            )
        }
    }

    private func onLoop<Answer: Sendable>(
        _ body: @escaping @Sendable (LoadField) throws -> Answer
    ) async throws -> Answer {
        let field = self.field
        return try await self.eventLoop.submit { try body(field.value) }.get()
    }
}
