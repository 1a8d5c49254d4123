// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

/// What a client makes of a stream, told as stories that the browser module must live through alike.
@Suite struct SharedReceptionTests {
    private struct Story: Decodable {
        struct Step: Decodable {
            var hello: Greeting?
            var asked: Bool?
            var means: String?
            var reason: String?
            var event: Seq?
            var isNew: Bool?
            var ping: Heard?
            var agrees: Bool?
            var epoch: Position?
            var resume: Position?
        }

        struct Greeting: Decodable {
            var epoch: Epoch
            var seq: Seq
            var resumed: Bool
            var from: Seq
            var replayed: Int
            var resync: ResyncReason?
        }

        struct Heard: Decodable {
            var seq: Seq
            var sent: Int64
        }

        var story: String
        var start: Position?
        var steps: [Step]
    }

    @Test func `receptions`() throws {
        for story in try SharedVectors.read("reception", as: Story.self) {
            var reception = Reception(from: story.start)
            for (number, step) in story.steps.enumerated() {
                Self.take(step, &reception, "\(story.story), step \(number)")
                if let place = step.resume {
                    #expect(reception.resumePoint == place, "\(story.story), step \(number)")
                }
            }
        }
    }

    private static func take(_ step: Story.Step, _ reception: inout Reception, _ place: String) {
        if let greeting = step.hello {
            let opening = reception.opened(Self.hello(greeting), isAsked: step.asked ?? false)
            #expect(Self.word(for: opening) == step.means, "\(place)")
            if case .resync(let reason) = opening { #expect(reason?.rawValue == step.reason, "\(place)") }
        }
        if let event = step.event {
            let isNew = reception.received(event)
            if isNew { reception.applied(event) }
            #expect(isNew == step.isNew, "\(place)")
        }
        if let ping = step.ping {
            #expect(reception.pinged(Ping(seq: ping.seq, sent: ping.sent)) == step.agrees, "\(place)")
        }
        if let position = step.epoch { reception.epochChanged(to: position) }
    }

    private static func hello(_ greeting: Story.Greeting) -> Hello {
        var hello = Hello(
            userID: 7,
            connectionID: ConnectionID(rawValue: "c"),
            position: Position(epoch: greeting.epoch, seq: greeting.seq),
            resync: greeting.resync,
            serverTime: Timestamp(rawValue: 0)
        )
        if greeting.resumed { hello.resume(from: greeting.from, replaying: greeting.replayed) }
        return hello
    }

    private static func word(for opening: Reception.Opening) -> String {
        switch opening {
        case .goesOn: "goesOn"
        case .begins: "begins"
        case .resync: "resync"
        }
    }
}
