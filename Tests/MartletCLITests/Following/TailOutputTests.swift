// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire
import Testing

@testable import martlet

@Suite struct TailOutputTests {
    private static func hello(_ seq: Seq, resumedFrom from: Seq? = nil, replayed: Int = 0) -> Hello {
        var hello = Hello(
            userID: 1,
            connectionID: ConnectionID(rawValue: "c"),
            position: Position(epoch: Epoch(rawValue: "e"), seq: seq),
            serverTime: 0
        )
        if let from { hello.resume(from: from, replaying: replayed) }
        return hello
    }

    private static let message = Message(id: 9, channelID: 4, userID: 2, body: "hi\u{1B}[2J", createdAt: 0)

    @Test func `an event is a line for people`() throws {
        var output = TailOutput(isJSON: false, loggedOnly: false, limit: nil)
        let frame = EventFrame(seq: 9, event: .known(MessageCreated(message: Self.message)))
        let lines = try output.lines(for: .event(frame))
        #expect(lines == [.output("       9  message.created         channel 4  user 2: hi\u{FFFD}[2J")])
    }

    @Test func `an event is its frame for scripts`() throws {
        var output = TailOutput(isJSON: true, loggedOnly: false, limit: nil)
        let frame = EventFrame(seq: 9, event: .known(MessageDeleted(messageID: 1, channelID: 2)))
        let json = #"{"seq":9,"type":"message.deleted","data":{"message_id":1,"channel_id":2}}"#
        #expect(try output.lines(for: .event(frame)) == [.output(json)])
    }

    @Test func `typing and presence can be left out`() throws {
        var output = TailOutput(isJSON: false, loggedOnly: true, limit: nil)
        let frame = EventFrame(event: .known(Typing(channelID: 1, userID: 2, state: .start)))
        #expect(try output.lines(for: .event(frame)) == [])
    }

    @Test func `a resync is a note for people, and a line for scripts too`() throws {
        var people = TailOutput(isJSON: false, loggedOnly: false, limit: nil)
        _ = try people.lines(for: .connected(Self.hello(50)))
        let note = TailOutput.Line.note("events may be missing before this (too much was missed); going on live")
        #expect(try people.lines(for: .resync(.tooMany)) == [note])
        var scripts = TailOutput(isJSON: true, loggedOnly: false, limit: nil)
        _ = try scripts.lines(for: .connected(Self.hello(50)))
        let line = #"{"type":"resync","reason":"too_many","epoch":"e","seq":50}"#
        #expect(try scripts.lines(for: .resync(.tooMany)) == [.output(line), note])
    }

    @Test func `an interruption is a note, and so is its end`() throws {
        var output = TailOutput(isJSON: false, loggedOnly: false, limit: nil)
        #expect(try output.lines(for: .connected(Self.hello(5))) == [])
        let told = try output.lines(
            for: .interrupted(reason: "the connection was lost", retryAfter: .milliseconds(840))
        )
        #expect(told == [.note("the connection was lost; trying again in 0.8 s")])
        let back = try output.lines(for: .connected(Self.hello(9, resumedFrom: 5, replayed: 3)))
        #expect(back == [.note("connected, 3 missed")])
    }

    @Test func `the position to go on from follows events, heartbeats and replays`() throws {
        var output = TailOutput(isJSON: false, loggedOnly: false, limit: nil)
        _ = try output.lines(for: .connected(Self.hello(9, resumedFrom: 5, replayed: 1)))
        #expect(output.position?.seq == 5, "what was missed is not here yet")
        _ = try output.lines(for: .event(EventFrame(seq: 7, event: .known(MessageDeleted(messageID: 1, channelID: 1)))))
        #expect(output.position?.seq == 7)
        let later = Position(epoch: Epoch(rawValue: "f"), seq: 30)
        _ = try output.lines(for: .advanced(later))
        #expect(output.position == later)
    }

    @Test func `a tail ends after as many logged events as were asked for`() throws {
        var output = TailOutput(isJSON: false, loggedOnly: true, limit: 1)
        try output.print(.event(EventFrame(event: .known(Typing(channelID: 1, userID: 2, state: .start)))))
        #expect(throws: Tail.Enough.self) {
            try output.print(.event(EventFrame(seq: 7, event: .known(MessageDeleted(messageID: 1, channelID: 1)))))
        }
    }

    @Test(arguments: [("e:5", "e", 5), ("a:b:5", "a:b", 5), ("e:0", "e", 0)])
    func `a position is an epoch and a number`(text: String, epoch: String, seq: Seq) {
        let position = PositionText(argument: text)
        #expect(position?.position == Position(epoch: Epoch(rawValue: epoch), seq: seq))
        #expect(position?.description == text)
    }

    @Test(arguments: ["", "5", ":5", "e:", "e:x", "e:-1"])
    func `what is no position is refused`(text: String) {
        #expect(PositionText(argument: text) == nil)
    }
}
