// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletWire

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Events as they come over a socket.
struct EventLoad: Sendable {
    private struct Enough: Error {}

    /// What the server replays to one who comes back.
    private static let missed = 500
    /// Between two pings at most.
    private static let stretch = 10_000

    /// How many events.
    let events: Int

    /// How many events one core decodes and applies in a second of its time.
    func applied() throws -> Reading {
        let frames = try Self.frames(Self.stretch)
        let meter = try ProcessMeter(process: getpid())
        let before = try meter.processorNanoseconds()
        var applied = 0
        while applied < self.events {
            try Self.apply(frames)
            applied += frames.count
        }
        let took = Double(try meter.processorNanoseconds() - before) / 1e9
        return Reading(.clientApplied, Double(applied) / took)
    }

    /// So many events as they come.
    static func frames(_ count: Int) throws -> [[UInt8]] {
        try (1...count).map { seq in
            let message = Message(
                id: 7,
                channelID: 3,
                userID: 5,
                body: "The build is green again, \(seq)",
                createdAt: 0
            )
            let frame = EventFrame(seq: Seq(seq), event: .known(MessageCreated(message: message)))
            return try WireEncoder().encode(ServerFrame.event(frame))
        }
    }

    /// Decodes and applies events as a connection's first.
    static func apply(_ frames: [[UInt8]]) throws {
        var reception = Reception(from: Position(epoch: Epoch(rawValue: "bench"), seq: 0))
        for bytes in frames {
            guard case .event(let frame) = try WireDecoder().decode(ServerFrame.self, from: bytes),
                let seq = frame.seq, reception.received(seq), case .known(let event) = frame.event,
                let created = event as? MessageCreated, !created.message.body.isEmpty
            else { throw CommandFailure(.failed, "client: an event was not understood") }
            reception.applied(seq)
        }
    }

    /// How long it takes from the first byte of a dial until what was missed is applied.
    func resumed(from server: BenchServer) async throws -> Reading {
        let founder = RemoteFounder(server: server.url)
        let team = try await Team.found(Roster(people: 1, channels: 1), tag: BenchDirectory.tag(), by: founder)
        let martlet = try Martlet(server: server.url, credentials: .developer(team.people[0]))
        guard let position = try await self.position(of: martlet) else {
            throw CommandFailure(.failed, "client: the stream began nowhere")
        }
        let messages = (0..<Self.missed).map { MessageSend(channelID: team.channels[0], body: "missed \($0)") }
        _ = try await founder.call(messages, as: team.sender)
        var heard = 0
        let took = try await ContinuousClock().measure {
            do {
                try await martlet.stream(from: .after(position)) { update in
                    if case .resync = update { throw CommandFailure(.failed, "client: it could not resume") }
                    guard case .event(let frame) = update, frame.seq != nil else { return }
                    heard += 1
                    if heard == Self.missed { throw Enough() }
                }
            } catch is Enough {}
        }
        return Reading(.clientResume, took / .milliseconds(1))
    }

    private func position(of martlet: Martlet) async throws -> Position? {
        var position: Position?
        do {
            try await martlet.stream { update in
                guard case .connected(let hello) = update else { return }
                position = Position(epoch: hello.epoch, seq: hello.seq)
                throw Enough()
            }
        } catch is Enough {}
        return position
    }
}
