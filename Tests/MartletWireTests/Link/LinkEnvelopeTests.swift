// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

/// DESIGN 2: the envelope between core and edge.
struct LinkEnvelopeTests {
    private static let epoch = Epoch(rawValue: "e1")

    static let rows: [(LinkEnvelope, String)] = [
        (
            LinkEnvelope(
                epoch: epoch,
                entry: LogEntry(seq: 43, audience: .users([7]), event: Array(#"{"type":"a","data":{}}"#.utf8))
            ),
            #"{"v":1,"epoch":"e1","seq":43,"audience":{"users":[7],"channels":[],"workspaces":[],"except":[]},"#
                + #""event":{"type":"a","data":{}}}"#
        ),
        (
            LinkEnvelope(
                epoch: epoch,
                entry: LogEntry(
                    seq: 44,
                    audience: Audience(users: [7], channels: [3], workspaces: [2], except: [8]),
                    memberships: [
                        MembershipChange(.begin, user: 7, key: .channel(3)),
                        MembershipChange(.end, user: nil, key: .workspace(2)),
                    ],
                    redacts: [41, 42],
                    event: Array(#"{"type":"a","data":{"x": 1}}"#.utf8)
                )
            ),
            #"{"v":1,"epoch":"e1","seq":44,"audience":{"users":[7],"channels":[3],"workspaces":[2],"except":[8]},"#
                + #""redacts":[41,42],"memberships":[{"action":"begin","user":7,"key":13},{"action":"end","user":null,"key":10}],"#
                + #""event":{"type":"a","data":{"x": 1}}}"#
        ),
        (
            LinkEnvelope(
                epoch: epoch,
                entry: LogEntry(seq: 45, audience: .nobody, term: Epoch(rawValue: "e2"), event: [])
            ),
            #"{"v":1,"epoch":"e1","seq":45,"audience":{"users":[],"channels":[],"workspaces":[],"except":[]},"#
                + #""term":"e2"}"#
        ),
    ]

    @Test(arguments: LinkEnvelopeTests.rows.indices)
    func `an envelope has these bytes and comes back from them`(index: Int) throws {
        let (envelope, text) = Self.rows[index]
        #expect(try json(envelope) == text)
        let decoded = try value(LinkEnvelope.self, text)
        #expect(decoded.epoch == envelope.epoch)
        #expect(decoded.entry.seq == envelope.entry.seq)
        #expect(decoded.entry.audience == envelope.entry.audience)
        #expect(decoded.entry.memberships == envelope.entry.memberships)
        #expect(decoded.entry.redacts == envelope.entry.redacts)
        #expect(decoded.entry.term == envelope.entry.term)
        #expect(decoded.entry.event == envelope.entry.event)
    }

    // R3-30
    @Test func `a higher version is refused, an unknown field is not`() throws {
        let (_, text) = Self.rows[0]
        #expect(throws: DecodingError.self) {
            try value(LinkEnvelope.self, text.replacing(#""v":1"#, with: #""v":2"#))
        }
        #expect(throws: Never.self) {
            try value(LinkEnvelope.self, text.replacing(#""v":1"#, with: #""v":1,"new":[]"#))
        }
    }
}
